package io.trunkline.core.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.trunkline.core.app.EventRules;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.app.TenantRates;
import io.trunkline.core.app.TenantStatus;
import io.trunkline.core.catalogue.EventCatalogue;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.DeliveryReceipt;
import io.trunkline.core.history.ResumeResult;
import io.trunkline.core.hook.HookEvent;
import io.trunkline.core.limit.LocalRateLimiter;
import io.trunkline.core.limit.RateDecision;
import io.trunkline.core.limit.UsageLimits;
import io.trunkline.core.message.Position;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.core.testing.InMemoryAppRegistry;
import io.trunkline.core.testing.InMemoryClaimStore;
import io.trunkline.core.testing.InMemoryGrantStore;
import io.trunkline.core.testing.InMemoryHistoryStore;
import io.trunkline.core.testing.RecordedDelivery;
import io.trunkline.core.testing.ToldHook;
import io.trunkline.core.testing.Wizz;
import io.trunkline.core.wire.v1.V1Dialect;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.TenantId;
import io.trunkline.routing.route.Identity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublisherTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T12:00:00Z"));
    private static final DeliveryReceipt RECEIPT = new DeliveryReceipt(2, 1, 0, 0, false);
    private static final JsonNode DATA = JsonNodeFactory.instance.objectNode().put("total", 12);

    private static final RoomKey ORDER = new RoomKey(Wizz.ID, RoomName.parse("order:o-9"));

    private final InMemoryAppRegistry registry = new InMemoryAppRegistry(Wizz.tenant());
    private final RecordedDelivery delivery = new RecordedDelivery(RECEIPT);
    private final InMemoryClaimStore claims = new InMemoryClaimStore();
    private final InMemoryHistoryStore histories = new InMemoryHistoryStore(claims);
    private final EventIds ids = new EventIds(CLOCK, new Random(1));
    private final InMemoryGrantStore grants = new InMemoryGrantStore();
    private final UsageLimits limits = new UsageLimits(new LocalRateLimiter(), new LocalRateLimiter(), CLOCK);
    private final ToldHook hook = new ToldHook();
    private final Publisher publisher = new Publisher(
            registry,
            limits,
            new RoomPolicy(grants),
            histories,
            delivery,
            new OnlyOnce(claims, ids, _ -> {}, CLOCK),
            ids,
            hook,
            CLOCK);

    @Test
    void anEventGoesToTheAddressedRoomWithItsSenderAndTime() {
        PublishOutcome outcome = publish(Wizz.customer(), "entity:merchant/m-42", "order.created");

        assertThat(delivery.calls()).hasSize(1);
        RecordedDelivery.Delivered call = delivery.calls().getFirst();
        assertThat(call.rooms()).containsExactly("entity:merchant/m-42#0");
        assertThat(call.event())
                .isEqualTo(new ServerEvent.Published(
                        call.event().id(),
                        "entity:merchant/m-42",
                        "order.created",
                        DATA,
                        Optional.of("customer/c-1"),
                        CLOCK.instant()));
        assertThat(outcome).isEqualTo(new PublishOutcome.Published(call.event().id(), RECEIPT, Map.of()));
    }

    @Test
    void theHookIsToldOfWhatWasPublishedWithoutItsDataAndOfNothingThatWasRefused() {
        publish(Wizz.customer(), "type:driver", "order.created");
        assertThat(hook.told()).isEmpty();

        publish(Wizz.customer(), "entity:merchant/m-42", "order.created");
        backend("entity:driver/d-7");
        assertThat(hook.told())
                .containsExactlyElementsOf(delivery.calls().stream()
                        .<HookEvent>map(call -> new HookEvent.OfPublish(
                                Wizz.ID,
                                call.event().id(),
                                call.event().event(),
                                call.event().room(),
                                call.event().from(),
                                CLOCK.instant()))
                        .toList())
                .hasSize(2);
    }

    @Test
    void atTheTenantsLimitSocketsAndBackendsAreRefusedAndOtherTenantsAreNot() {
        registry.put(Wizz.rated(rates(OptionalInt.of(1), OptionalInt.empty())));
        // a limit a second is counted over ten
        for (int i = 0; i < 10; i++) {
            assertThat(publish(Wizz.customer(), "entity:merchant/m-42", "order.created"))
                    .isInstanceOf(PublishOutcome.Published.class);
        }

        assertRateLimited(publish(Wizz.customer(), "entity:merchant/m-42", "order.created"));
        assertRateLimited(backend("entity:driver/d-7"));
        assertThat(delivery.calls()).hasSize(10);
        assertThat(limits.publish(PARCELO, 1)).isEqualTo(new RateDecision.Admitted());
    }

    @Test
    void bytesAreLimitedByWhatEventsHold() {
        registry.put(Wizz.rated(rates(OptionalInt.empty(), OptionalInt.of(16_384))));
        JsonNode large = JsonNodeFactory.instance.textNode("x".repeat(100_000));
        List<RoomName> rooms = List.of(RoomName.parse("all"));

        assertThat(publisher.publishFromBackend(Wizz.ID, rooms, "large", large, deadline()))
                .isInstanceOf(PublishOutcome.Published.class);
        assertRateLimited(publisher.publishFromBackend(Wizz.ID, rooms, "large", large, deadline()));
        assertThat(backend("all")).isInstanceOf(PublishOutcome.Published.class);
    }

    private static final Tenant PARCELO = new Tenant(
            new TenantId("parcelo"),
            TenantStatus.ACTIVE,
            Wizz.tenant().catalog(),
            Map.of(),
            Map.of(),
            Map.of(),
            Wizz.rated(rates(OptionalInt.of(1), OptionalInt.empty())).limits());

    private static TenantRates rates(OptionalInt publishes, OptionalInt bytes) {
        return new TenantRates(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), publishes, bytes);
    }

    private static void assertRateLimited(PublishOutcome outcome) {
        assertThat(outcome).isInstanceOfSatisfying(PublishOutcome.Refused.class, refused -> {
            assertThat(refused.rejection().code()).isEqualTo(RejectionCode.RATE_LIMITED);
            assertThat(refused.rejection().retryAfter())
                    .hasValueSatisfying(after -> assertThat(after).isPositive());
        });
    }

    private static EventRules rules(EventRules.Check check) {
        return new EventRules(
                check,
                "1.0",
                Map.of("order.created", EventCatalogue.read("{\"type\":\"object\",\"required\":[\"order\"]}")));
    }

    private PublishOutcome toAll(String event, String data) {
        return publisher.publishFromBackend(
                Wizz.ID, List.of(RoomName.parse("all")), event, EventCatalogue.read(data), deadline());
    }

    @Test
    void anEventThatIsNotAsTheCatalogueSaysIsRefusedFromSocketsAndBackends() {
        registry.put(Wizz.checking(rules(EventRules.Check.REJECT)));

        assertThat(toAll("order.created", "{\"order\":1}")).isInstanceOf(PublishOutcome.Published.class);
        assertThat(toAll("order.created", "{}")).isInstanceOfSatisfying(PublishOutcome.Refused.class, refused -> {
            assertThat(refused.rejection().code()).isEqualTo(RejectionCode.BAD_EVENT);
            assertThat(refused.rejection().message()).contains("order");
        });
        assertThat(toAll("order.craeted", "{}")).isInstanceOf(PublishOutcome.Refused.class);
        assertThat(publish(Wizz.customer(), "entity:merchant/m-42", "order.cancelled"))
                .isInstanceOfSatisfying(
                        PublishOutcome.Refused.class,
                        refused -> assertThat(refused.rejection().code()).isEqualTo(RejectionCode.BAD_EVENT));
        assertThat(delivery.calls()).hasSize(1);
    }

    @Test
    void whereTheCatalogueOnlyWarnsOrIsOffEverythingIsPublished() {
        for (EventRules.Check check : List.of(EventRules.Check.WARN, EventRules.Check.OFF)) {
            registry.put(Wizz.checking(rules(check)));

            assertThat(toAll("order.created", "{}")).isInstanceOf(PublishOutcome.Published.class);
            assertThat(toAll("whatever", "7")).isInstanceOf(PublishOutcome.Published.class);
        }
    }

    @Test
    void aCatalogueThatIsReplacedHoldsFromThenOn() {
        registry.put(Wizz.checking(rules(EventRules.Check.REJECT)));
        assertThat(toAll("order.created", "{}")).isInstanceOf(PublishOutcome.Refused.class);

        registry.put(Wizz.checking(
                new EventRules(EventRules.Check.REJECT, "1.1", Map.of("order.created", EventCatalogue.read("true")))));

        assertThat(toAll("order.created", "{}")).isInstanceOf(PublishOutcome.Published.class);
    }

    private static Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(25), CLOCK);
    }

    @Test
    void withoutARouteRuleNobodyGetsItAndTheRuleIsNamed() {
        assertThat(publish(Wizz.customer(), "type:driver", "order.created"))
                .isEqualTo(new PublishOutcome.Refused(
                        new Rejection(RejectionCode.NO_ROUTE, "there is no route rule customer-to-driver")));
        assertThat(delivery.calls()).isEmpty();
    }

    @Test
    void aScopedRuleReachesTheSendersScopeOnlyAndKeepsTheAddress() {
        publish(Wizz.merchant(), "type:driver", "order.ready");

        assertThat(delivery.calls().getFirst().rooms()).containsExactly("in:branch/3/b-1/type:driver#0");
        assertThat(delivery.calls().getFirst().event().room()).isEqualTo("type:driver");
    }

    @Test
    void everyShardOfARoomIsReached() {
        publish(Wizz.merchant(), "news:today", "news.posted");
        assertThat(delivery.calls().getLast().rooms()).containsExactly("news:today#0", "news:today#1", "news:today#2");

        registry.put(Wizz.sharded(Map.of("type", 2)));
        publish(Wizz.merchant(), "type:driver", "order.ready");
        assertThat(delivery.calls().getLast().rooms())
                .containsExactly("in:branch/3/b-1/type:driver#0", "in:branch/3/b-1/type:driver#1");
    }

    @Test
    void theRoomRuleDecidesOnTheTenantsOwnRooms() {
        assertThat(publish(Wizz.customer(), "news:today", "news.posted"))
                .isEqualTo(new PublishOutcome.Refused(new Rejection(
                        RejectionCode.PUBLISH_REFUSED, "room rule 'news' does not let type 'customer' publish")));
        assertThat(delivery.calls()).isEmpty();
    }

    @Test
    void aBackendReachesAnyRoomsOfItsTenantInOneDeliveryAndIsNoSender() {
        PublishOutcome outcome = backend("entity:driver/d-7", "news:today", "shift:late", "news:today");

        // one delivery, so that a connection in several of the rooms gets the event once
        RecordedDelivery.Delivered call = delivery.calls().getFirst();
        assertThat(delivery.calls()).hasSize(1);
        assertThat(call.rooms())
                .containsExactly("entity:driver/d-7#0", "news:today#0", "news:today#1", "news:today#2", "shift:late#0");
        assertThat(call.event().from()).isEmpty();
        assertThat(call.event().room()).isEqualTo("entity:driver/d-7");
        assertThat(outcome).isEqualTo(new PublishOutcome.Published(call.event().id(), RECEIPT, Map.of()));
    }

    @Test
    void aBackendsEventReachesNobodyWhereOneOfItsRoomsCannotBe() {
        for (String room : List.of(
                "unheard:of", "entity:robot/r-1", "type:robot", "role:king", "app:none", "in:moon/1/x/type:driver")) {
            assertThat(backend("news:today", room)).as(room).isInstanceOf(PublishOutcome.Refused.class);
        }
        assertThat(delivery.calls()).isEmpty();
    }

    @Test
    void aBackendsEventThatWouldNotFitIntoAFrameIsRefusedForAllItsRooms() {
        PublishOutcome outcome = publisher.publishFromBackend(
                Wizz.ID,
                List.of(RoomName.parse("news:today"), RoomName.parse("order:o-9")),
                "order.ready",
                characters("x", 131_072),
                Deadline.in(Duration.ofSeconds(5), CLOCK));

        assertThat(outcome).isInstanceOfSatisfying(PublishOutcome.Refused.class, refused -> assertThat(
                        refused.rejection().code())
                .isEqualTo(RejectionCode.TOO_LARGE));
        assertThat(delivery.calls()).isEmpty();
    }

    @Test
    void aBackendReachesAScopedRoomByItsName() {
        assertThat(backend("in:branch/3/b-1/type:driver")).isInstanceOf(PublishOutcome.Published.class);
        assertThat(delivery.calls().getFirst().rooms()).containsExactly("in:branch/3/b-1/type:driver#0");
    }

    @Test
    void aSuspendedTenantsBackendPublishesNothing() {
        registry.put(Wizz.suspended());

        assertThat(backend("news:today"))
                .isEqualTo(new PublishOutcome.Refused(Rejection.of(RejectionCode.FORBIDDEN_TENANT)));
        assertThat(delivery.calls()).isEmpty();
    }

    private PublishOutcome backend(String... rooms) {
        return publisher.publishFromBackend(
                Wizz.ID,
                Stream.of(rooms).map(RoomName::parse).toList(),
                "order.created",
                DATA,
                Deadline.in(Duration.ofSeconds(5), CLOCK));
    }

    @Test
    void anEventOfADurableRoomIsKeptAndCarriesItsPosition() {
        grants.grant(ORDER, EntityRef.parse("driver/d-7"));

        PublishOutcome first = publish(Wizz.driver(), "order:o-9", "order.moved");
        PublishOutcome second = publish(Wizz.driver(), "order:o-9", "order.moved");

        List<Position> positions = Stream.of(first, second)
                .map(outcome -> ((PublishOutcome.Published) outcome).positions().get(ORDER.name()))
                .toList();
        assertThat(positions).extracting(Position::offset).containsExactly(1L, 2L);
        assertThat(delivery.calls())
                .extracting(call -> call.event().position())
                .containsExactlyElementsOf(positions.stream().map(Optional::of).toList());
        assertThat(kept())
                .isEqualTo(delivery.calls().stream()
                        .map(RecordedDelivery.Delivered::event)
                        .toList());
    }

    @Test
    void anEventThatCannotBeKeptIsRefusedAndNobodyGetsIt() {
        histories.failAppends();

        PublishOutcome outcome = backend("news:today", "order:o-9");

        assertThat(outcome).isEqualTo(new PublishOutcome.Refused(Rejection.of(RejectionCode.INTERNAL)));
        assertThat(delivery.calls()).isEmpty();
    }

    @Test
    void aDurableRoomGetsABackendsEventUnderItsOwnName() {
        PublishOutcome outcome = backend("news:today", "order:o-9", "all", "order:o-9");

        assertThat(delivery.calls())
                .extracting(call -> call.event().room() + " to " + String.join(" ", call.rooms()))
                .containsExactly(
                        "news:today to news:today#0 news:today#1 news:today#2 all#0", "order:o-9 to order:o-9#0");
        assertThat(delivery.calls())
                .extracting(call -> call.event().position().isPresent())
                .containsExactly(false, true);
        assertThat(((PublishOutcome.Published) outcome).positions()).containsOnlyKeys(ORDER.name());
    }

    @Test
    void anEventThatAReplyCouldNotRepeatIsRefusedByADurableRoomOnly() {
        JsonNode large = characters("x", 127_000);

        assertThat(publisher.publishFromBackend(
                        Wizz.ID, List.of(ORDER.name()), "a", large, Deadline.in(Duration.ofSeconds(5), CLOCK)))
                .isInstanceOfSatisfying(
                        PublishOutcome.Refused.class,
                        refused -> assertThat(refused.rejection().code()).isEqualTo(RejectionCode.TOO_LARGE));
        assertThat(kept()).isEmpty();
        assertThat(publish(large)).isInstanceOf(PublishOutcome.Published.class);
    }

    private List<ServerEvent.Published> kept() {
        return ((ResumeResult.Recovered) histories.read(ORDER, Optional.empty(), 100, Wizz.RETENTION, CLOCK.instant()))
                .events();
    }

    @Test
    void aSuspendedOrUnknownTenantPublishesNothing() {
        PublishOutcome forbidden = new PublishOutcome.Refused(Rejection.of(RejectionCode.FORBIDDEN_TENANT));

        registry.put(Wizz.suspended());
        assertThat(publish(Wizz.customer(), "entity:merchant/m-42", "order.created"))
                .isEqualTo(forbidden);

        registry.remove(Wizz.ID);
        assertThat(publish(Wizz.customer(), "entity:merchant/m-42", "order.created"))
                .isEqualTo(forbidden);
        assertThat(delivery.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "ü", "€", "\"", "\u0001"})
    void anEventThatWouldNotFitIntoAFrameIsRefusedAtOnce(String character) {
        assertThat(publish(characters(character, 131_072)))
                .isInstanceOfSatisfying(
                        PublishOutcome.Refused.class,
                        refused -> assertThat(refused.rejection().code()).isEqualTo(RejectionCode.TOO_LARGE));
        assertThat(delivery.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "ü", "€", "\"", "\u0001"})
    void anEventThatLeavesRoomForTheEnvelopeIsDelivered(String character) {
        assertThat(publish(characters(character, 129_500))).isInstanceOf(PublishOutcome.Published.class);
        assertThat(new V1Dialect()
                        .encode(delivery.calls().getFirst().event())
                        .getFirst()
                        .getBytes(UTF_8))
                .hasSizeBetween(129_000, 131_072);
    }

    /** As many of the character as weigh {@code bytes} within a JSON string. */
    private static JsonNode characters(String character, int bytes) {
        int each = JsonNodeFactory.instance.textNode(character).toString().getBytes(UTF_8).length - 2;
        return JsonNodeFactory.instance.textNode(character.repeat(bytes / each));
    }

    private PublishOutcome publish(JsonNode data) {
        return publish(Wizz.customer(), "entity:merchant/m-42", "order.created", data);
    }

    private PublishOutcome publish(Identity sender, String address, String event) {
        return publish(sender, address, event, DATA);
    }

    private PublishOutcome publish(Identity sender, String address, String event, JsonNode data) {
        return publisher.publish(
                sender, RoomName.parse(address), event, data, Deadline.in(Duration.ofSeconds(5), CLOCK));
    }
}
