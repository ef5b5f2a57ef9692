package io.trunkline.routing.route;

import static io.trunkline.routing.route.Ecosystem.catalog;
import static io.trunkline.routing.route.Ecosystem.identity;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.routing.catalog.EntityTypeCatalog;
import io.trunkline.routing.catalog.EventPattern;
import io.trunkline.routing.catalog.RouteRule;
import io.trunkline.routing.catalog.TypePattern;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Router and automatic rooms together: whoever is reached is meant by the address and allowed by a rule. Each could be
 * right by itself and the two still let a message through to a connection that no rule speaks of.
 */
class RoutedDeliveryTest {
    private static final List<String> TYPES = List.of("driver", "customer", "merchant", "courier");

    @Property(tries = 5000)
    void whoeverIsReachedIsAddressedAndAllowedByARule(
            @ForAll("rules") List<RouteRule> rules,
            @ForAll("identities") Identity sender,
            @ForAll("identities") Identity receiver,
            @ForAll("addresses") RoomName address) {
        EntityTypeCatalog catalog = catalog(rules.toArray(RouteRule[]::new));
        if (!(new EntityRouter(catalog).route(sender, address, "hi") instanceof RouteOutcome.RoutePlan(var rooms))) {
            return;
        }
        Set<RoomKey> joined = new HashSet<>(AutomaticRooms.of(receiver, catalog));
        boolean reached = rooms.stream().anyMatch(joined::contains);

        if (reached) {
            assertThat(isAddressed(receiver, address)).isTrue();
            assertThat(rules).anyMatch(rule -> allows(rule, sender, receiver));
        }
    }

    /** The other half: a rule that is unscoped, or whose scope both hold, does bring the message to its type. */
    @Property(tries = 5000)
    void whoeverIsAddressedAndAllowedByARuleToItsTypeIsReached(
            @ForAll("rules") List<RouteRule> rules,
            @ForAll("identities") Identity sender,
            @ForAll("identities") Identity receiver) {
        EntityTypeCatalog catalog = catalog(rules.toArray(RouteRule[]::new));
        RoomName address = new RoomName.Entity(receiver.entity());
        boolean allowed = rules.stream().anyMatch(rule -> allows(rule, sender, receiver));

        RouteOutcome outcome = new EntityRouter(catalog).route(sender, address, "hi");

        Set<RoomKey> joined = new HashSet<>(AutomaticRooms.of(receiver, catalog));
        boolean reached = outcome instanceof RouteOutcome.RoutePlan(var rooms)
                && rooms.stream().anyMatch(joined::contains);
        assertThat(reached).isEqualTo(allowed);
    }

    private static boolean isAddressed(Identity receiver, RoomName address) {
        return switch (address) {
            case RoomName.User(var user) -> receiver.user().equals(user);
            case RoomName.Entity(var ref) -> receiver.entity().equals(ref);
            case RoomName.Type(var type) -> receiver.entity().type().equals(type);
            case RoomName.Role(var role) -> receiver.roles().contains(role);
            case RoomName.App(var app) -> receiver.app().app().equals(app);
            case RoomName.All() -> true;
            case RoomName.Topic _, RoomName.Within _ -> false;
        };
    }

    private static boolean allows(RouteRule rule, Identity sender, Identity receiver) {
        return rule.from().matches(sender.entity().type())
                && rule.to().matches(receiver.entity().type())
                && rule.allows("hi")
                && rule.scope()
                        .map(name -> sender.scopes().stream()
                                .filter(scope -> scope.name().equals(name))
                                .anyMatch(receiver.scopes()::contains))
                        .orElse(true);
    }

    @Provide
    Arbitrary<List<RouteRule>> rules() {
        Arbitrary<String> patterns = Arbitraries.of("driver", "customer", "merchant", "courier", "*");
        return Combinators.combine(
                        patterns,
                        patterns,
                        Arbitraries.of("hi", "*", "order.*"),
                        Arbitraries.of("branch", "region").optional(0.7))
                .as((from, to, event, scope) -> new RouteRule(
                        TypePattern.parse(from), TypePattern.parse(to), List.of(new EventPattern(event)), scope))
                .list()
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<Identity> identities() {
        Arbitrary<Set<Scope>> scopes = Combinators.combine(Arbitraries.of("branch", "region"), Arbitraries.of("1", "2"))
                .as(Scope::new)
                .set()
                .ofMaxSize(3);
        return Combinators.combine(Arbitraries.of(TYPES), Arbitraries.of("1", "2"), Arbitraries.of(true, false), scopes)
                .as((type, id, withRole, held) -> {
                    Set<String> roles = !withRole || type.equals("customer")
                            ? Set.of()
                            : Set.of(type.equals("driver") ? "lead" : "manager");
                    Identity bare = identity(type + "/" + id, roles);
                    return new Identity(bare.app(), bare.user(), bare.entity(), roles, held);
                });
    }

    @Provide
    Arbitrary<RoomName> addresses() {
        return Arbitraries.of(
                        "all",
                        "app:drivers",
                        "app:merchants",
                        "user:u-1",
                        "role:manager",
                        "role:lead",
                        "type:driver",
                        "type:merchant",
                        "type:courier",
                        "entity:driver/1",
                        "entity:merchant/1")
                .map(RoomName::parse);
    }
}
