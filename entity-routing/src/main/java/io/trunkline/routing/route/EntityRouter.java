package io.trunkline.routing.route;

import io.trunkline.routing.catalog.EntityTypeCatalog;
import io.trunkline.routing.catalog.RouteRule;
import io.trunkline.routing.catalog.TypePattern;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.route.RouteOutcome.Refusal;
import io.trunkline.routing.route.RouteOutcome.RoutePlan;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Turns (sender, address, event) into the rooms to publish to, or into a refusal that names the missing rule.
 *
 * <p>An entity or type is reached by a rule to its type; a role by a rule to every type that may hold it; a user, an
 * app or everyone only by a rule to any type, as their connections may be of any. A tenant's own rooms
 * ({@code order:o-9}) pass through: {@code RoomPolicy} in platform-core has decided on those.
 */
public final class EntityRouter {
    private final EntityTypeCatalog catalog;

    public EntityRouter(EntityTypeCatalog catalog) {
        this.catalog = catalog;
    }

    public RouteOutcome route(Identity sender, RoomName address, String event) {
        return switch (address) {
            case RoomName.Topic topic -> new RoutePlan(List.of(new RoomKey(sender.tenant(), topic)));
            case RoomName.Entity(var ref) -> byRules(sender, address, event, List.of(TypePattern.of(ref.type())));
            case RoomName.Type(var type) -> byRules(sender, address, event, List.of(TypePattern.of(type)));
            case RoomName.Role(var role) -> byRules(sender, address, event, holdersOf(role));
            case RoomName.User _, RoomName.App _, RoomName.All _ ->
                byRules(sender, address, event, List.of(TypePattern.ANY));
            case RoomName.Within _ ->
                new Refusal(
                        "scoped-room",
                        "a scoped room is reached by its rule, not by its name; address the type, role or entity");
        };
    }

    private List<TypePattern> holdersOf(String role) {
        // in order, so that a refusal names the same rule every time
        List<TypePattern> holders = catalog.typesWithRole(role).stream()
                .map(TypePattern::of)
                .sorted(Comparator.comparing(TypePattern::toString))
                .toList();
        return holders.isEmpty() ? List.of(TypePattern.ANY) : holders;
    }

    /**
     * Every target type needs a rule of its own. A target whose rules are all scoped keeps the message within the
     * scopes that these name, for all targets: too few are reached rather than too many. Scopes that one target's rules
     * name and another's do not are no way to the first, so only those in common count.
     */
    private RouteOutcome byRules(Identity sender, RoomName address, String event, List<TypePattern> targets) {
        Optional<Set<String>> scopes = Optional.empty();
        for (TypePattern target : targets) {
            List<RouteRule> between = catalog.rules().stream()
                    .filter(rule -> rule.from().matches(sender.entity().type()))
                    .filter(rule -> target.type()
                            .map(rule.to()::matches)
                            .orElse(rule.to().isAny()))
                    .toList();
            List<RouteRule> allowing =
                    between.stream().filter(rule -> rule.allows(event)).toList();
            if (allowing.isEmpty()) {
                return refusal(sender, target, event, between);
            }
            if (allowing.stream().allMatch(rule -> rule.scope().isPresent())) {
                Set<String> named = new HashSet<>();
                allowing.forEach(rule -> rule.scope().ifPresent(named::add));
                scopes.ifPresent(named::retainAll);
                if (named.isEmpty()) {
                    return noScopeInCommon(sender, target);
                }
                scopes = Optional.of(named);
            }
        }
        return new RoutePlan(scopes.map(names -> narrowed(sender, address, names))
                .orElseGet(() -> List.of(new RoomKey(sender.tenant(), address))));
    }

    private static List<RoomKey> narrowed(Identity sender, RoomName address, Set<String> names) {
        return sender.scopes().stream()
                .filter(scope -> names.contains(scope.name()))
                .map(scope -> new RoomKey(sender.tenant(), new RoomName.Within(scope, address)))
                .sorted(Comparator.comparing(room -> room.name().toString()))
                .toList();
    }

    private static Refusal noScopeInCommon(Identity sender, TypePattern target) {
        String name = RouteRule.nameOf(TypePattern.of(sender.entity().type()), target);
        return new Refusal(
                name,
                "route rule " + name
                        + " shares no scope with the rules to the other types that hold the role; address a type");
    }

    private static Refusal refusal(Identity sender, TypePattern target, String event, List<RouteRule> between) {
        String name = RouteRule.nameOf(TypePattern.of(sender.entity().type()), target);
        if (between.isEmpty()) {
            return new Refusal(name, "there is no route rule " + name);
        }
        String allowed = between.stream()
                .flatMap(rule -> rule.events().stream())
                .map(Object::toString)
                .distinct()
                .collect(Collectors.joining(", "));
        return new Refusal(name, "route rule " + name + " does not let '" + event + "' through; it allows " + allowed);
    }
}
