package io.trunkline.lambda.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.core.auth.AuthOutcome.Accepted;
import io.trunkline.core.connection.Principal;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.Scope;
import io.trunkline.routing.route.Identity;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrincipalContextTest {
    private static final Accepted ACCEPTED = new Accepted(
            new Principal(
                    new Identity(
                            AppKey.parse("wizz/order-receiver"),
                            "ü-1 \"x\"",
                            EntityRef.parse("merchant/m/42#é"),
                            Set.of("manager", "staff"),
                            Set.of(new Scope("branch", "b,1]"), new Scope("city", "São Paulo"))),
                    Optional.of("jti-1"),
                    Optional.of(Instant.ofEpochSecond(1795251600)),
                    Instant.ofEpochSecond(1795255200)),
            "trunkline.v1",
            Optional.of("trunkline.v1"));

    @Test
    void a_principal_comes_back_as_it_went() {
        assertThat(PrincipalContext.read(PrincipalContext.write(ACCEPTED))).contains(ACCEPTED);
    }

    @Test
    void what_is_optional_may_be_missing() {
        Accepted bare = new Accepted(
                new Principal(
                        ACCEPTED.principal().identity(),
                        Optional.empty(),
                        Optional.empty(),
                        ACCEPTED.principal().expiresAt()),
                "trunkline.v1",
                Optional.empty());

        assertThat(PrincipalContext.read(PrincipalContext.write(bare))).contains(bare);
    }

    @Test
    void an_api_without_our_authorizer_has_no_principal() {
        assertThat(PrincipalContext.read(Map.of("principalId", "x"))).isEmpty();
    }

    @Test
    void a_damaged_context_is_a_fault_and_never_a_principal() {
        assertThatThrownBy(() -> PrincipalContext.read(Map.of("app", "wizz/drivers", "user", "u")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
