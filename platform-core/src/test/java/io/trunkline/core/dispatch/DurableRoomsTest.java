package io.trunkline.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.trunkline.core.auth.AuthOutcome;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.DeliveryReceipt;
import io.trunkline.core.hook.EventHook;
import io.trunkline.core.limit.LocalRateLimiter;
import io.trunkline.core.limit.UsageLimits;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Position;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.publish.EventIds;
import io.trunkline.core.publish.OnlyOnce;
import io.trunkline.core.publish.PresenceAnnouncer;
import io.trunkline.core.publish.Publisher;
import io.trunkline.core.revocation.Revocations;
import io.trunkline.core.testing.InMemoryAppRegistry;
import io.trunkline.core.testing.InMemoryClaimStore;
import io.trunkline.core.testing.InMemoryGrantStore;
import io.trunkline.core.testing.InMemoryHistoryStore;
import io.trunkline.core.testing.InMemoryPresenceStore;
import io.trunkline.core.testing.InMemoryRevocationStore;
import io.trunkline.core.testing.RecordedDelivery;
import io.trunkline.core.testing.TestClock;
import io.trunkline.core.testing.Wizz;
import io.trunkline.core.wire.FrameSize;
import io.trunkline.core.wire.v1.V1Dialect;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.route.Identity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client of a durable room is told when it comes, goes and comes back. */
class DurableRoomsTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final RoomName ORDER = RoomName.parse("order:o-9");
    private static final RoomKey KEY = new RoomKey(Wizz.ID, ORDER);

    /** The longest id, of characters that JSON writes with six. */
    private static final Optional<String> LONGEST_ID = Optional.of("\u0001".repeat(128));

    private final TestClock clock = new TestClock(START);
    private final InMemoryAppRegistry registry = new InMemoryAppRegistry(Wizz.tenant());
    private final ObservedStores stores = new ObservedStores();
    private final RecordedDelivery delivery = new RecordedDelivery(DeliveryReceipt.NONE);
    private final InMemoryHistoryStore histories = new InMemoryHistoryStore();
    private final InMemoryGrantStore grants = new InMemoryGrantStore();
    private final RoomPolicy policy = new RoomPolicy(grants);
    private final EventIds ids = new EventIds(clock, new Random(1));
    private final UsageLimits limits = new UsageLimits(new LocalRateLimiter(), new LocalRateLimiter(), clock);
    private final RoomPresence presence = new RoomPresence(registry, new InMemoryPresenceStore());
    private final ActionDispatcher dispatcher = new ActionDispatcher(
            registry,
            stores,
            limits,
            policy,
            new Publisher(
                    registry,
                    limits,
                    policy,
                    histories,
                    delivery,
                    new OnlyOnce(new InMemoryClaimStore(), ids, _ -> {}, clock),
                    ids,
                    EventHook.NONE,
                    clock),
            histories,
            new TokenLife(
                    registry,
                    _ -> new AuthOutcome.Denied(Rejection.of(RejectionCode.UNAUTHORIZED), "nobody refreshes here"),
                    stores,
                    new Revocations(new InMemoryRevocationStore(), clock),
                    clock),
            presence,
            new PresenceAnnouncer(delivery),
            clock);

    @BeforeEach
    void letTheDriverIn() {
        grants.grant(KEY, Wizz.driver().entity());
    }

    @Test
    void whoJoinsLearnsWhereTheRoomStandsAndGetsEverythingLater() {
        publish(2);

        JsonNode joined = data(subscribe(Optional.empty()));

        assertThat(joined.path("room").asText()).isEqualTo("order:o-9");
        Position position = position(joined, "position");
        assertThat(position.offset()).isEqualTo(2);
        publish(3);
        assertThat(resume(subscribe(Optional.of(position))).path("result").asText())
                .isEqualTo("recovered");
        assertThat(offsets(resume(subscribe(Optional.of(position))))).containsExactly(3L, 4L, 5L);
    }

    @Test
    void theReplyToAPublishHasItsPosition() {
        ServerEvent answer = publish(1);

        assertThat(position(data(answer), "position"))
                .isEqualTo(delivery.calls().getFirst().event().position().orElseThrow());
    }

    @Test
    void theRoomIsJoinedBeforeItsHistoryIsRead() {
        Position start = position(data(subscribe(Optional.empty())), "position");
        // what is published right after the write of the subscription
        stores.before(call -> publish(1));

        assertThat(offsets(resume(subscribe(Optional.of(start))))).containsExactly(1L);
        assertThat(stores.calls()).containsExactly("join", "join");
    }

    @Test
    void thePresentStateOfARoomIsItsLastEvent() {
        JsonNode nothing = data(ask(new ClientAction.Latest(Optional.empty(), ORDER)));
        assertThat(nothing.has("latest")).isFalse();
        publish(3);

        JsonNode present = data(ask(new ClientAction.Latest(Optional.empty(), ORDER)));

        assertThat(position(present, "position").offset()).isEqualTo(3);
        assertThat(present.path("latest").path("position")).isEqualTo(present.path("position"));
        assertThat(present.path("latest").path("room").asText()).isEqualTo("order:o-9");
    }

    @Test
    void aStateThatIsNoLongerKeptIsNotTold() {
        publish(3);
        clock.advance(Wizz.RETENTION.keepFor().plusSeconds(1));

        assertThat(data(ask(new ClientAction.Latest(Optional.empty(), ORDER))).has("latest"))
                .isFalse();
    }

    @Test
    void whoMayNotJoinIsNotToldAStateAndAPassingRoomHasNone() {
        assertThat(code(ask(new ClientAction.Latest(Optional.empty(), RoomName.parse("order:o-10")))))
                .isEqualTo(RejectionCode.JOIN_REFUSED);
        assertThat(code(ask(new ClientAction.Latest(Optional.empty(), RoomName.parse("news:today")))))
                .isEqualTo(RejectionCode.NOT_DURABLE);
    }

    @Test
    void aPositionThatIsTooOldIsAGapAndTheOldestCanBeAskedFrom() {
        Position start = position(data(subscribe(Optional.empty())), "position");
        publish(13);

        JsonNode gap = resume(subscribe(Optional.of(start)));

        assertThat(gap.path("result").asText()).isEqualTo("gap");
        assertThat(gap.has("events")).isFalse();
        assertThat(position(gap, "position").offset()).isEqualTo(13);
        assertThat(offsets(resume(history(Optional.of(position(gap, "oldest")), 100))))
                .containsExactly(4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L);
    }

    @Test
    void whatHasExpiredIsAGap() {
        Position start = position(data(subscribe(Optional.empty())), "position");
        publish(1);
        clock.advance(Wizz.RETENTION.keepFor());

        assertThat(resume(subscribe(Optional.of(start))).path("result").asText())
                .isEqualTo("gap");
    }

    @Test
    void aLostHistoryIsSaidToBeLost() {
        publish(3);
        Position before = position(data(subscribe(Optional.empty())), "position");
        histories.lose(KEY);
        publish(5);

        JsonNode changed = resume(subscribe(Optional.of(before)));

        assertThat(changed.path("result").asText()).isEqualTo("epoch_changed");
        assertThat(position(changed, "position").offset()).isEqualTo(5);
        assertThat(position(changed, "position").epoch()).isNotEqualTo(before.epoch());
    }

    @Test
    void whatDoesNotFitIntoAFrameIsSaidToGoOnAndIsAskedForByHistory() {
        Position from = position(data(subscribe(Optional.empty())), "position");
        for (int i = 0; i < 5; i++) {
            assertThat(publish(JsonNodeFactory.instance.textNode("x".repeat(50_000))))
                    .isInstanceOf(ServerEvent.Reply.class);
        }
        List<Long> offsets = new ArrayList<>();
        ServerEvent answer = subscribe(Optional.of(from));
        while (resume(answer).path("more").asBoolean()) {
            assertFits(answer);
            offsets.addAll(offsets(resume(answer)));
            answer = history(Optional.of(position(resume(answer), "position")), 100);
        }
        assertFits(answer);
        offsets.addAll(offsets(resume(answer)));

        assertThat(offsets).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void theLargestEventThatARoomTakesFitsIntoAReply() {
        RoomName longest = RoomName.parse("order:" + "\"".repeat(1024));
        grants.grant(new RoomKey(Wizz.ID, longest), Wizz.driver().entity());
        int size = FrameSize.MAX_DURABLE_EVENT_BYTES;
        while (!(ask(new ClientAction.Publish(
                        LONGEST_ID, longest, "a", JsonNodeFactory.instance.textNode("x".repeat(size))))
                instanceof ServerEvent.Reply)) {
            size -= 16;
        }

        ServerEvent answer = ask(new ClientAction.History(LONGEST_ID, longest, Optional.empty(), 10));

        assertThat(offsets(resume(answer))).containsExactly(1L);
        assertFits(answer);
    }

    @Test
    void historyIsForThoseWhoMayJoin() {
        publish(1);
        ClientAction asked = new ClientAction.History(Optional.empty(), ORDER, Optional.empty(), 10);

        assertThat(code(ask(asked, Wizz.customer()))).isEqualTo(RejectionCode.JOIN_REFUSED);
        assertThat(offsets(resume(ask(asked)))).containsExactly(1L);
    }

    @Test
    void aRoomThatKeepsNothingSaysSoAndIsNotJoined() {
        RoomName news = RoomName.parse("news:today");
        Optional<Position> since = Optional.of(new Position("a", 1));

        assertThat(code(ask(new ClientAction.Subscribe(Optional.empty(), news, since))))
                .isEqualTo(RejectionCode.NOT_DURABLE);
        assertThat(code(ask(new ClientAction.History(Optional.empty(), news, since, 1))))
                .isEqualTo(RejectionCode.NOT_DURABLE);
        assertThat(code(ask(new ClientAction.History(Optional.empty(), RoomName.parse("all"), since, 1))))
                .isEqualTo(RejectionCode.NOT_DURABLE);
        assertThat(stores.calls()).isEmpty();
    }

    private ServerEvent publish(int times) {
        ServerEvent last = publish(JsonNodeFactory.instance.objectNode());
        for (int i = 1; i < times; i++) {
            last = publish(JsonNodeFactory.instance.objectNode());
        }
        return last;
    }

    private ServerEvent publish(JsonNode data) {
        return ask(new ClientAction.Publish(Optional.empty(), ORDER, "order.moved", data));
    }

    private ServerEvent subscribe(Optional<Position> since) {
        return ask(new ClientAction.Subscribe(LONGEST_ID, ORDER, since));
    }

    private ServerEvent history(Optional<Position> since, int limit) {
        return ask(new ClientAction.History(LONGEST_ID, ORDER, since, limit));
    }

    private ServerEvent ask(ClientAction action) {
        return ask(action, Wizz.driver());
    }

    private ServerEvent ask(ClientAction action, Identity identity) {
        return dispatcher.dispatch(
                action,
                new ActionContext(
                        new ConnectionId("L0SM9cOFvHcCIhw="),
                        new Principal(identity, Optional.empty(), Optional.empty(), START.plus(Duration.ofHours(4))),
                        new GatewayEndpoint("abc123", "dev"),
                        V1Dialect.ID,
                        START,
                        Deadline.in(Duration.ofSeconds(5), clock)));
    }

    private static void assertFits(ServerEvent answer) {
        assertThat(new V1Dialect().encode(answer).getFirst().getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(FrameSize.MAX_BYTES);
    }

    private static RejectionCode code(ServerEvent answer) {
        return ((ServerEvent.Refused) answer).rejection().code();
    }

    private static JsonNode data(ServerEvent answer) {
        assertThat(answer).isInstanceOf(ServerEvent.Reply.class);
        return ((ServerEvent.Reply) answer).data();
    }

    private static JsonNode resume(ServerEvent answer) {
        return data(answer).path("resume");
    }

    private static Position position(JsonNode json, String field) {
        return Position.parse(json.path(field).asText()).orElseThrow();
    }

    private static List<Long> offsets(JsonNode resume) {
        assertThat(resume.path("result").asText()).isEqualTo("recovered");
        List<Long> offsets = new ArrayList<>();
        resume.path("events")
                .forEach(event -> offsets.add(position(event, "position").offset()));
        return offsets;
    }
}
