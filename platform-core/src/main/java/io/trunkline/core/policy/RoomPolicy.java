package io.trunkline.core.policy;

import io.trunkline.core.app.JoinCondition;
import io.trunkline.core.app.RoomRule;
import io.trunkline.core.app.Standing;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.policy.PolicyVerdict.Allowed;
import io.trunkline.core.policy.PolicyVerdict.Denied;
import io.trunkline.routing.key.EntityType;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.Scope;
import io.trunkline.routing.route.AutomaticRooms;
import io.trunkline.routing.route.Identity;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides by a tenant's room rules who may join and who may publish. Reads nothing, unless the rule is by grant: then
 * one grant is read, and one more for each value of the rule's scopes that the connection holds; whoever has every
 * value of one has the room's list read. What the store throws is passed on.
 */
public final class RoomPolicy {
    private static final int PAGE = 100;

    private final GrantStore grants;

    public RoomPolicy(GrantStore grants) {
        this.grants = grants;
    }

    /** Whether {@code identity} may be in {@code room}; in its automatic rooms it is already, and may be. */
    public PolicyVerdict mayJoin(Tenant tenant, Identity identity, RoomName room) {
        if (isAutomatic(tenant, identity, room)) {
            return new Allowed();
        }
        return switch (room) {
            case RoomName.Topic topic -> byRule(tenant, identity, topic, RejectionCode.JOIN_REFUSED);
            // whoever has every value of the scope is in the room of one by asking for it
            case RoomName.Within(Scope scope, RoomName whole)
            when holds(tenant, identity, scope.name(), scope.value()) && isAutomatic(tenant, identity, whole) ->
                new Allowed();
            case RoomName.User _,
                    RoomName.Entity _,
                    RoomName.Type _,
                    RoomName.Role _,
                    RoomName.App _,
                    RoomName.All _,
                    RoomName.Within _ ->
                denied(
                        RejectionCode.JOIN_REFUSED,
                        "a built-in room is joined by being who it is for; this connection is not");
        };
    }

    /** Whether visitors of {@code type} may be in {@code room}: its rule names the type, open to all is not enough. */
    public static boolean mayVisit(Tenant tenant, EntityType type, RoomName room) {
        return room instanceof RoomName.Topic topic
                && tenant.roomRule(topic.kind())
                        .filter(rule -> rule.join() instanceof JoinCondition.ByType byType
                                && byType.types().contains(type))
                        .isPresent();
    }

    private static boolean holds(Tenant tenant, Identity identity, String scope, String value) {
        return identity.holds(scope, value)
                || tenant.catalog().hasEvery(identity.entity().type(), scope);
    }

    /** Whether {@code room} is joined by a grant, which its tenant's backend may take back at any time. */
    public static boolean isByGrant(Tenant tenant, RoomName room) {
        return scopesGranted(tenant, room).isPresent();
    }

    /** The scopes whose values may be let into {@code room} beside entities; empty where it is not joined by grant. */
    public static Optional<Set<String>> scopesGranted(Tenant tenant, RoomName room) {
        return room instanceof RoomName.Topic topic
                ? tenant.roomRule(topic.kind()).flatMap(rule -> rule.join().granted())
                : Optional.empty();
    }

    /** Whether {@code room} is plainly none of the connection's: somebody else's by who it is for. Reads nothing. */
    public boolean isOthers(Tenant tenant, Identity identity, RoomName room) {
        if (room instanceof RoomName.Topic topic) {
            Optional<JoinCondition> join = tenant.roomRule(topic.kind()).map(RoomRule::join);
            return join.filter(condition -> condition instanceof JoinCondition.ByScope(String scope)
                                    && !holds(tenant, identity, scope, topic.id()))
                            .isPresent()
                    || join.filter(condition -> condition instanceof JoinCondition.ByType(Set<EntityType> types)
                                    && !types.contains(identity.entity().type()))
                            .isPresent();
        }
        return mayJoin(tenant, identity, room) instanceof Denied;
    }

    /** Whether the connection is in {@code room} from its start to its end, whatever it asks. */
    public boolean isAutomatic(Tenant tenant, Identity identity, RoomName room) {
        return !tenant.isVisitor(identity)
                && AutomaticRooms.of(identity, tenant.catalog()).contains(new RoomKey(tenant.id(), room));
    }

    /**
     * Whether {@code identity} may publish to a room of the tenant's own: its type publishes there, and it satisfies
     * the rule's condition, joined or not; or the room is its own, and its owner publishes there. The built-in rooms
     * have route rules instead.
     */
    public PolicyVerdict mayPublish(Tenant tenant, Identity identity, RoomName.Topic room) {
        Optional<RoomRule> rule = tenant.roomRule(room.kind());
        if (rule.isPresent()
                && rule.get().owners().contains(identity.entity().type())
                && owns(identity, identity.entity().type(), room)) {
            return new Allowed();
        }
        if (rule.isPresent()
                && !rule.get().publishers().contains(identity.entity().type())) {
            return denied(
                    RejectionCode.PUBLISH_REFUSED,
                    "room rule '" + room.kind() + "' does not let type '"
                            + identity.entity().type() + "' publish");
        }
        return byRule(tenant, identity, room, RejectionCode.PUBLISH_REFUSED);
    }

    /**
     * Whether a backend may publish to {@code room}: to any room that somebody of its tenant could be in. Rules bind
     * connections and not backends, so what is refused is a name that leads nowhere.
     */
    public PolicyVerdict mayPublishFromBackend(Tenant tenant, RoomName room) {
        return switch (room) {
            case RoomName.Topic topic ->
                existing(tenant.roomRule(topic.kind()).isPresent(), "room rule for the kind '" + topic.kind() + "'");
            case RoomName.Entity(var ref) -> declared(tenant, ref.type());
            case RoomName.Type(var type) -> declared(tenant, type);
            case RoomName.Role(var role) ->
                existing(!tenant.catalog().typesWithRole(role).isEmpty(), "type with the role '" + role + "'");
            case RoomName.App(var app) -> existing(tenant.app(app).isPresent(), "app '" + app + "'");
            case RoomName.Within(var scope, var whole) ->
                tenant.catalog().scopes().contains(scope.name())
                        ? mayPublishFromBackend(tenant, whole)
                        : existing(false, "scope '" + scope.name() + "'");
            case RoomName.User _, RoomName.All _ -> new Allowed();
        };
    }

    private static PolicyVerdict declared(Tenant tenant, EntityType type) {
        return existing(tenant.catalog().declares(type), "entity type '" + type + "'");
    }

    private static PolicyVerdict existing(boolean exists, String what) {
        return exists ? new Allowed() : denied(RejectionCode.PUBLISH_REFUSED, "the tenant has no " + what);
    }

    private PolicyVerdict byRule(Tenant tenant, Identity identity, RoomName.Topic room, RejectionCode code) {
        Optional<RoomRule> rule = tenant.roomRule(room.kind());
        if (rule.isEmpty()) {
            return denied(code, "there is no room rule for the kind '" + room.kind() + "'");
        }
        return satisfies(tenant, identity, room, rule.get().join())
                ? new Allowed()
                : denied(code, "room rule '" + room.kind() + "' does not let this connection in");
    }

    private boolean satisfies(Tenant tenant, Identity identity, RoomName.Topic room, JoinCondition condition) {
        return switch (condition) {
            case JoinCondition.ByScope(var scope) -> holds(tenant, identity, scope, room.id());
            case JoinCondition.ByType(var types) ->
                types.contains(identity.entity().type());
            case JoinCondition.Open() -> true;
            case JoinCondition.Own(var type) -> owns(identity, type, room);
            case JoinCondition.AnyOf(var conditions) ->
                conditions.stream().anyMatch(one -> satisfies(tenant, identity, room, one));
            case JoinCondition.ByGrant(var scopes) ->
                isGranted(new RoomKey(tenant.id(), room), identity, scopes)
                        || isGrantedToAny(tenant, identity, new RoomKey(tenant.id(), room), scopes);
        };
    }

    private boolean isGranted(RoomKey room, Identity identity, Set<String> scopes) {
        List<Standing> standings = Stream.concat(
                        Stream.<Standing>of(new Standing.Of(identity.entity())),
                        identity.scopes().stream()
                                .filter(scope -> scopes.contains(scope.name()))
                                .map(Standing.Within::new))
                .toList();
        return grants.isGranted(room, standings);
    }

    /** For whom every value of a scope is their own: whether the room is granted to any value of it. */
    private boolean isGrantedToAny(Tenant tenant, Identity identity, RoomKey room, Set<String> scopes) {
        Set<String> every = scopes.stream()
                .filter(scope -> tenant.catalog().hasEvery(identity.entity().type(), scope))
                .collect(Collectors.toUnmodifiableSet());
        if (every.isEmpty()) {
            return false;
        }
        Optional<String> after = Optional.empty();
        do {
            GrantPage page = grants.page(room, after, PAGE);
            if (page.standings().stream()
                    .flatMap(standing -> standing.asScope().stream())
                    .anyMatch(scope -> every.contains(scope.name()))) {
                return true;
            }
            after = page.next();
        } while (after.isPresent());
        return false;
    }

    private static boolean owns(Identity identity, EntityType type, RoomName.Topic room) {
        return identity.entity().type().equals(type) && identity.entity().id().equals(room.id());
    }

    private static Denied denied(RejectionCode code, String message) {
        return new Denied(new Rejection(code, message));
    }
}
