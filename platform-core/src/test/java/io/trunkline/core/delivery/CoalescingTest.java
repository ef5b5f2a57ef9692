package io.trunkline.core.delivery;

import static io.trunkline.core.delivery.FanOutRig.EVENT;
import static io.trunkline.core.delivery.FanOutRig.HOME;
import static io.trunkline.core.delivery.FanOutRig.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.core.wire.v1.V1BatchDialect;
import io.trunkline.core.wire.v1.V1Dialect;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Events that meet at a connection within the window share a frame. */
class CoalescingTest {
    private final FanOutRig rig = new FanOutRig();
    private final Coalescer coalescer = new Coalescer();

    /** Deliveries whose window ends once {@code wanted} events wait for the connection. */
    private FanOutShared shared(ConnectionId connection, int wanted) {
        FanOutShared plain = rig.shared(FanOutOptions.DEFAULTS);
        return new FanOutShared(
                plain.subscriptions(),
                plain.gateway(),
                new DialectRegistry(List.of(new V1Dialect(), new V1BatchDialect())),
                plain.cleanup(),
                window -> Awaitility.await().until(() -> coalescer.waiting(connection) >= wanted),
                plain.backoff(),
                plain.options(),
                plain.posts(),
                plain.prunes(),
                coalescer,
                tenant -> Duration.ofMillis(50));
    }

    private static ServerEvent.Published event(String name, String data) {
        return new ServerEvent.Published(
                "id-" + name, "order:o-9", name, TextNode.valueOf(data), Optional.empty(), EVENT.at());
    }

    private ConnectionId join(String dialect) {
        return rig.join(1, HOME, dialect, rig.time.instant().minusSeconds(300), ORDER);
    }

    /** Delivers all at once, each once the one before waits. */
    private List<DeliveryReceipt> deliver(FanOutShared shared, ConnectionId id, List<ServerEvent.Published> events)
            throws Exception {
        List<Future<DeliveryReceipt>> receipts = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (ServerEvent.Published event : events) {
                receipts.add(threads.submit(
                        () -> new FanOutRun(shared, List.of(FanOutCursor.start(ORDER)), event, rig.deadline())
                                .run()
                                .receipt()));
                int begun = receipts.size();
                Awaitility.await()
                        .until(() -> coalescer.waiting(id) >= begun
                                || !rig.gateway.posts().isEmpty());
            }
        }
        List<DeliveryReceipt> all = new ArrayList<>();
        for (Future<DeliveryReceipt> receipt : receipts) {
            all.add(receipt.get());
        }
        return all;
    }

    @Test
    void eventsWithinTheWindowShareAFrameInTheirOrderAndEachReceiptCountsTheConnection() throws Exception {
        ConnectionId id = join(V1BatchDialect.ID);

        List<DeliveryReceipt> receipts =
                deliver(shared(id, 3), id, List.of(event("a", "1"), event("b", "2"), event("c", "3")));

        assertThat(receipts)
                .containsOnly(new DeliveryReceipt(1, 0, 0, 0, false))
                .hasSize(3);
        assertThat(rig.gateway.posts()).hasSize(1);
        JsonNode frame = json(rig.gateway.posts().getFirst().frame());
        assertThat(frame.path("type").asText()).isEqualTo("events");
        assertThat(frame.path("events").findValuesAsText("event")).containsExactly("a", "b", "c");
    }

    @Test
    void whatBecomesOfTheFrameIsWhatEachReceiptSays() throws Exception {
        ConnectionId id = join(V1BatchDialect.ID);
        rig.gateway.answers(id, Answer.GONE);

        assertThat(deliver(shared(id, 2), id, List.of(event("a", "1"), event("b", "2"))))
                .containsOnly(new DeliveryReceipt(0, 1, 0, 0, false));
        assertThat(rig.stores.isIn(ORDER, id)).isFalse();
    }

    @Test
    void aSharedFrameIsMeteredAsOneMessage() {
        ConnectionId id = join(V1BatchDialect.ID);
        Coalescer.Place first = coalescer.join(id, ByteBuffer.allocate(20_000));
        Coalescer.Place second = coalescer.join(id, ByteBuffer.allocate(20_000));

        assertThat(first.leads()).isTrue();
        assertThat(second.leads()).isTrue();
        assertThat(second.shared().before()).as("it is posted after the first").contains(first.shared());
        assertThat(coalescer.close(first.shared())).hasSize(1);
    }

    @Test
    void anEventThatComesWhileTheFrameIsPostedWaitsForItsEnd() {
        ConnectionId id = join(V1BatchDialect.ID);
        Coalescer.Place first = coalescer.join(id, ByteBuffer.allocate(10));
        coalescer.close(first.shared());

        Coalescer.Place next = coalescer.join(id, ByteBuffer.allocate(10));

        assertThat(next.leads()).isTrue();
        assertThat(next.shared().before()).contains(first.shared());
        coalescer.settle(id, first.shared(), Tally.Ending.DELIVERED);
        assertThat(coalescer.waiting(id)).isEqualTo(1);
        coalescer.settle(id, next.shared(), Tally.Ending.DELIVERED);
        assertThat(coalescer.waiting(id)).isZero();
    }

    @Test
    void aDialectThatTakesOneEventAFrameGetsOneAFrameAtOnce() throws Exception {
        ConnectionId id = join(V1Dialect.ID);

        assertThat(deliver(shared(id, 1), id, List.of(event("a", "1")))).hasSize(1);
        assertThat(json(rig.gateway.posts().getFirst().frame()).path("type").asText())
                .isEqualTo("event");
    }

    private static JsonNode json(String text) throws IOException {
        return JsonMapper.builder().build().readTree(text);
    }
}
