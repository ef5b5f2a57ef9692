package io.trunkline.core.publish;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.Delivery;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.policy.PolicyVerdict;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.core.subscription.RoomShards;
import io.trunkline.core.wire.FrameSize;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.key.TenantId;
import io.trunkline.routing.route.EntityRouter;
import io.trunkline.routing.route.Identity;
import io.trunkline.routing.route.RouteOutcome;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The one path of everything that is published (decision 5): size, then policy, then route, then delivery. */
public final class Publisher {
    private static final Rejection TOO_LARGE = new Rejection(
            RejectionCode.TOO_LARGE,
            "An event holds at most " + FrameSize.MAX_EVENT_BYTES + " bytes: its data, name, room and sender as JSON.");

    private final AppRegistry registry;
    private final RoomPolicy policy;
    private final Delivery delivery;
    private final EventIds ids;
    private final InstantSource clock;

    public Publisher(AppRegistry registry, RoomPolicy policy, Delivery delivery, EventIds ids, InstantSource clock) {
        this.registry = registry;
        this.policy = policy;
        this.delivery = delivery;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Publishes an event of {@code sender} to {@code address}, a room of the tenant's own or a built-in one. Losses are
     * in the outcome's receipt; a store that fails before anything was posted throws. An event that holds more than
     * {@link FrameSize#MAX_EVENT_BYTES} is refused, whoever would have received it.
     */
    public PublishOutcome publish(Identity sender, RoomName address, String name, JsonNode data, Deadline deadline) {
        Optional<Tenant> tenant = registry.activeTenant(sender.tenant());
        if (tenant.isEmpty()) {
            return new PublishOutcome.Refused(Rejection.of(RejectionCode.FORBIDDEN_TENANT));
        }
        ServerEvent.Published event = new ServerEvent.Published(
                ids.next(),
                address.toString(),
                name,
                data,
                Optional.of(sender.entity().toString()),
                clock.instant());
        if (!FrameSize.fits(event)) {
            return new PublishOutcome.Refused(TOO_LARGE);
        }
        return switch (policy(tenant.get(), sender, address)) {
            case PolicyVerdict.Denied(var rejection) -> new PublishOutcome.Refused(rejection);
            case PolicyVerdict.Allowed() -> routed(tenant.get(), sender, address, event, deadline);
        };
    }

    /**
     * Publishes an event of a backend of {@code id} to {@code rooms}. A connection that is in several of them gets it
     * once; the event names the first room. All rooms, and the size, are checked before anyone gets it.
     *
     * @param rooms at least one
     */
    public PublishOutcome publishFromBackend(
            TenantId id, List<RoomName> rooms, String name, JsonNode data, Deadline deadline) {
        Optional<Tenant> tenant = registry.activeTenant(id);
        if (tenant.isEmpty()) {
            return new PublishOutcome.Refused(Rejection.of(RejectionCode.FORBIDDEN_TENANT));
        }
        ServerEvent.Published event = new ServerEvent.Published(
                ids.next(), rooms.getFirst().toString(), name, data, Optional.empty(), clock.instant());
        if (!FrameSize.fits(event)) {
            return new PublishOutcome.Refused(TOO_LARGE);
        }
        for (RoomName room : rooms) {
            if (policy.mayPublishFromBackend(tenant.get(), room) instanceof PolicyVerdict.Denied(var rejection)) {
                return new PublishOutcome.Refused(rejection);
            }
        }
        List<RoomShard> shards = rooms.stream()
                .distinct()
                .flatMap(room -> RoomShards.all(tenant.get(), room).stream())
                .toList();
        return new PublishOutcome.Published(event.id(), delivery.deliver(shards, event, deadline));
    }

    private PolicyVerdict policy(Tenant tenant, Identity sender, RoomName address) {
        return switch (address) {
            case RoomName.Topic topic -> policy.mayPublish(tenant, sender, topic);
            // the router holds these to the route rules
            case RoomName.User _,
                    RoomName.Entity _,
                    RoomName.Type _,
                    RoomName.Role _,
                    RoomName.App _,
                    RoomName.All _,
                    RoomName.Within _ -> new PolicyVerdict.Allowed();
        };
    }

    private PublishOutcome routed(
            Tenant tenant, Identity sender, RoomName address, ServerEvent.Published event, Deadline deadline) {
        return switch (new EntityRouter(tenant.catalog()).route(sender, address, event.event())) {
            case RouteOutcome.Refusal refusal ->
                new PublishOutcome.Refused(new Rejection(RejectionCode.NO_ROUTE, refusal.reason()));
            case RouteOutcome.RoutePlan(var rooms) ->
                new PublishOutcome.Published(event.id(), delivery.deliver(shards(tenant, rooms), event, deadline));
        };
    }

    private static List<RoomShard> shards(Tenant tenant, List<RoomKey> rooms) {
        return rooms.stream()
                .flatMap(room -> RoomShards.all(tenant, room.name()).stream())
                .toList();
    }
}
