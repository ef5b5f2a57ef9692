package io.trunkline.routing.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.trunkline.routing.key.EntityType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EntityTypeCatalogTest {
    private static final EntityType DRIVER = new EntityType("driver");
    private static final EntityType MERCHANT = new EntityType("merchant");

    @Test
    void aRuleMayNameOnlyDeclaredTypes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> catalog(Set.of(), rule("driver", "pilot", Optional.empty())))
                .withMessageContaining("driver-to-pilot")
                .withMessageContaining("'pilot'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> catalog(Set.of(), rule("pilot", "*", Optional.empty())))
                .withMessageContaining("pilot-to-any");
    }

    @Test
    void aRuleMayNameOnlyADeclaredScope() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> catalog(Set.of("branch"), rule("driver", "merchant", Optional.of("region"))))
                .withMessageContaining("driver-to-merchant")
                .withMessageContaining("'region'");
    }

    @Test
    void aRoleOrScopeThatCannotBecomeARoomIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EntityTypeCatalog(Map.of(DRIVER, Set.of("shift lead")), Set.of(), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> catalog(Set.of("a/b")));
        assertThatIllegalArgumentException().isThrownBy(() -> catalog(Set.of("user")));
    }

    @Test
    void aRuleListsAtLeastOneEvent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RouteRule(TypePattern.of(DRIVER), TypePattern.ANY, List.of(), Optional.empty()))
                .withMessageContaining("driver-to-any");
    }

    @Test
    void theTypesThatMayHoldARoleAreFound() {
        EntityTypeCatalog catalog = new EntityTypeCatalog(
                Map.of(DRIVER, Set.of("lead"), MERCHANT, Set.of("lead", "staff")), Set.of(), List.of());

        assertThat(catalog.typesWithRole("lead")).containsExactlyInAnyOrder(DRIVER, MERCHANT);
        assertThat(catalog.typesWithRole("staff")).containsExactly(MERCHANT);
        assertThat(catalog.typesWithRole("owner")).isEmpty();
    }

    @Test
    void itDoesNotChangeWithWhatItWasMadeOf() {
        Map<EntityType, Set<String>> roles = new HashMap<>(Map.of(DRIVER, new HashSet<>(Set.of("lead"))));
        EntityTypeCatalog catalog = new EntityTypeCatalog(roles, Set.of(), List.of());

        roles.getOrDefault(DRIVER, Set.of()).add("owner");
        roles.put(MERCHANT, Set.of());

        assertThat(catalog.declares(MERCHANT)).isFalse();
        assertThat(catalog.typesWithRole("owner")).isEmpty();
    }

    private static EntityTypeCatalog catalog(Set<String> scopes, RouteRule... rules) {
        return new EntityTypeCatalog(Map.of(DRIVER, Set.of(), MERCHANT, Set.of()), scopes, List.of(rules));
    }

    private static RouteRule rule(String from, String to, Optional<String> scope) {
        return new RouteRule(TypePattern.parse(from), TypePattern.parse(to), List.of(new EventPattern("*")), scope);
    }
}
