package io.trunkline.core.publish;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.Retention;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.catalogue.EventChecks;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.Delivery;
import io.trunkline.core.delivery.DeliveryReceipt;
import io.trunkline.core.history.HistoryStore;
import io.trunkline.core.hook.EventHook;
import io.trunkline.core.hook.HookEvent;
import io.trunkline.core.idempotency.Claim;
import io.trunkline.core.idempotency.ClaimLostException;
import io.trunkline.core.idempotency.IdempotencyKey;
import io.trunkline.core.limit.RateDecision;
import io.trunkline.core.limit.UsageLimits;
import io.trunkline.core.message.Position;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one path of everything that is published (decision 5): size, limits, policy, route, catalogue, history, delivery.
 */
public final class Publisher {
    private static final Rejection TOO_LARGE = new Rejection(
            RejectionCode.TOO_LARGE,
            "An event holds at most " + FrameSize.MAX_EVENT_BYTES + " bytes: its data, name, room and sender as JSON.");

    private static final Rejection TOO_LARGE_TO_KEEP = new Rejection(
            RejectionCode.TOO_LARGE,
            "An event of a durable room holds at most " + FrameSize.MAX_DURABLE_EVENT_BYTES
                    + " bytes: its data, name, room and sender as JSON.");

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    /** What is delivered together: an event with its position, and where it goes. */
    private record Part(ServerEvent.Published event, List<RoomName> rooms) {}

    private final AppRegistry registry;
    private final UsageLimits limits;
    private final RoomPolicy policy;
    private final HistoryStore histories;
    private final Delivery delivery;
    private final OnlyOnce once;
    private final EventIds ids;
    private final EventHook hook;
    private final InstantSource clock;
    private final EventChecks checks = new EventChecks();

    public Publisher(
            AppRegistry registry,
            UsageLimits limits,
            RoomPolicy policy,
            HistoryStore histories,
            Delivery delivery,
            OnlyOnce once,
            EventIds ids,
            EventHook hook,
            InstantSource clock) {
        this.registry = registry;
        this.limits = limits;
        this.policy = policy;
        this.histories = histories;
        this.delivery = delivery;
        this.once = once;
        this.ids = ids;
        this.hook = hook;
        this.clock = clock;
    }

    /**
     * Publishes an event of {@code sender} to {@code address}, a room of the tenant's own or a built-in one. Losses are
     * in the outcome's receipt; a store that fails before anything was posted throws. An event that holds more than
     * {@link FrameSize#MAX_EVENT_BYTES} is refused, whoever would have received it.
     *
     * <p>In a durable room it is in the history before anyone gets it; where it cannot be put there, it is refused as
     * {@link RejectionCode#INTERNAL} and nobody does.
     */
    public PublishOutcome publish(Identity sender, RoomName address, String name, JsonNode data, Deadline deadline) {
        return publish(sender, address, name, data, Optional.empty(), deadline);
    }

    /**
     * The same; under an {@code idempotencyKey} once, whoever repeats it within five minutes gets the first outcome. It
     * is checked anew all the same: who may not publish any more is refused.
     */
    public PublishOutcome publish(
            Identity sender,
            RoomName address,
            String name,
            JsonNode data,
            Optional<IdempotencyKey> idempotencyKey,
            Deadline deadline) {
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
        if (limits.publish(tenant.get(), FrameSize.weight(event)) instanceof RateDecision.Refused tooMuch) {
            return new PublishOutcome.Refused(tooMuch.rejection());
        }
        return switch (policy(tenant.get(), sender, address)) {
            case PolicyVerdict.Denied(var rejection) -> new PublishOutcome.Refused(rejection);
            case PolicyVerdict.Allowed() -> routed(tenant.get(), sender, address, event, idempotencyKey, deadline);
        };
    }

    /**
     * Publishes an event of a backend of {@code id} to {@code rooms}. A connection that is in several of them gets it
     * once; the event names the first room. Durable rooms each get it as their own, under their name and with their
     * position, so who is in several of those gets it once for each, under one event id. All rooms, and the size, are
     * checked and all histories written before anyone gets it.
     *
     * @param rooms at least one
     */
    public PublishOutcome publishFromBackend(
            TenantId id, List<RoomName> rooms, String name, JsonNode data, Deadline deadline) {
        return publishFromBackend(id, rooms, name, data, Optional.empty(), deadline);
    }

    /** The same, once under an {@code idempotencyKey} as above. */
    public PublishOutcome publishFromBackend(
            TenantId id,
            List<RoomName> rooms,
            String name,
            JsonNode data,
            Optional<IdempotencyKey> idempotencyKey,
            Deadline deadline) {
        return publishFromBackend(id, rooms, name, data, idempotencyKey, false, deadline);
    }

    /**
     * The same; where it is the {@code last}, whoever gets it is taken out of the room with it.
     *
     * @param last only of one room that is the tenant's own, as nobody can leave the others
     */
    public PublishOutcome publishFromBackend(
            TenantId id,
            List<RoomName> rooms,
            String name,
            JsonNode data,
            Optional<IdempotencyKey> idempotencyKey,
            boolean last,
            Deadline deadline) {
        Optional<Tenant> tenant = registry.activeTenant(id);
        if (tenant.isEmpty()) {
            return new PublishOutcome.Refused(Rejection.of(RejectionCode.FORBIDDEN_TENANT));
        }
        ServerEvent.Published event = new ServerEvent.Published(
                ids.next(), rooms.getFirst().toString(), name, data, Optional.empty(), clock.instant());
        if (!FrameSize.fits(event)) {
            return new PublishOutcome.Refused(TOO_LARGE);
        }
        if (limits.publish(tenant.get(), FrameSize.weight(event)) instanceof RateDecision.Refused tooMuch) {
            return new PublishOutcome.Refused(tooMuch.rejection());
        }
        for (RoomName room : rooms) {
            if (policy.mayPublishFromBackend(tenant.get(), room) instanceof PolicyVerdict.Denied(var rejection)) {
                return new PublishOutcome.Refused(rejection);
            }
        }
        return recorded(
                tenant.get(),
                rooms.stream().distinct().toList(),
                last ? event.asTheLast() : event,
                idempotencyKey,
                deadline);
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
            Tenant tenant,
            Identity sender,
            RoomName address,
            ServerEvent.Published event,
            Optional<IdempotencyKey> idempotencyKey,
            Deadline deadline) {
        return switch (new EntityRouter(tenant.catalog()).route(sender, address, event.event())) {
            case RouteOutcome.Refusal refusal ->
                new PublishOutcome.Refused(new Rejection(RejectionCode.NO_ROUTE, refusal.reason()));
            case RouteOutcome.RoutePlan(var rooms) ->
                recorded(tenant, rooms.stream().map(RoomKey::name).toList(), event, idempotencyKey, deadline);
        };
    }

    private PublishOutcome recorded(
            Tenant tenant,
            List<RoomName> rooms,
            ServerEvent.Published event,
            Optional<IdempotencyKey> idempotencyKey,
            Deadline deadline) {
        Optional<Rejection> unfit = checks.refusal(tenant, event.event(), event.data());
        if (unfit.isPresent()) {
            return new PublishOutcome.Refused(unfit.get());
        }
        if (idempotencyKey.isEmpty()) {
            return recorded(tenant, rooms, event, deadline, Optional.empty());
        }
        return once.publish(
                idempotencyKey.get(),
                event,
                rooms.stream().map(RoomName::toString).toList(),
                deadline,
                claim -> recorded(tenant, rooms, event.as(claim.eventId(), claim.at()), deadline, Optional.of(claim)));
    }

    private PublishOutcome recorded(
            Tenant tenant,
            List<RoomName> rooms,
            ServerEvent.Published event,
            Deadline deadline,
            Optional<Claim> claim) {
        List<RoomName> durable = rooms.stream()
                .filter(room -> tenant.retentionOf(room).isPresent())
                .toList();
        if (!durable.isEmpty() && !FrameSize.fitsDurably(event)) {
            return new PublishOutcome.Refused(TOO_LARGE_TO_KEEP);
        }
        List<RoomName> passing =
                rooms.stream().filter(room -> !durable.contains(room)).toList();
        List<Part> parts = new ArrayList<>();
        if (!passing.isEmpty()) {
            parts.add(new Part(
                    durable.isEmpty() ? event : event.in(passing.getFirst().toString()), passing));
        }
        Map<RoomName, Position> positions = new LinkedHashMap<>();
        for (RoomName room : durable) {
            ServerEvent.Published own = event.in(room.toString());
            try {
                Position position = position(tenant, room, own, claim);
                positions.put(room, position);
                parts.add(new Part(own.at(position), List.of(room)));
            } catch (ClaimLostException e) {
                throw e;
            } catch (RuntimeException e) {
                LOG.error("not published, as the history failed tenant={} room={}", tenant.id(), room, e);
                return new PublishOutcome.Refused(Rejection.of(RejectionCode.INTERNAL));
            }
        }
        DeliveryReceipt receipt = DeliveryReceipt.NONE;
        for (Part part : parts) {
            receipt = receipt.plus(delivery.deliver(shards(tenant, part.rooms()), part.event(), deadline));
            hook.tell(HookEvent.OfPublish.of(tenant.id(), part.event()));
        }
        return new PublishOutcome.Published(event.id(), receipt, positions);
    }

    /** Where the event stands in the room's history: where an earlier try put it, or at the end from now on. */
    private Position position(Tenant tenant, RoomName room, ServerEvent.Published event, Optional<Claim> claim) {
        RoomKey key = new RoomKey(tenant.id(), room);
        Retention retention = tenant.retentionOf(room).orElseThrow();
        return claim.map(own -> Optional.ofNullable(own.positions().get(room))
                        .orElseGet(() -> histories.append(key, event, retention, clock.instant(), own)))
                .orElseGet(() -> histories.append(key, event, retention, event.at()));
    }

    private static List<RoomShard> shards(Tenant tenant, List<RoomName> rooms) {
        return rooms.stream()
                .flatMap(room -> RoomShards.all(tenant, room).stream())
                .toList();
    }
}
