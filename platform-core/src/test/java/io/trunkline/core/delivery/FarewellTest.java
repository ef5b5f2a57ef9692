package io.trunkline.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.core.wire.v1.V1Dialect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FarewellTest {
    private static final GatewayEndpoint ENDPOINT = new GatewayEndpoint("abc123", "dev");
    private static final ConnectionId A = new ConnectionId("a");
    private static final ServerEvent.GoAway WORD =
            new ServerEvent.GoAway("logged out", Optional.empty(), Optional.of(1000L));

    private final VirtualTime time = new VirtualTime();
    private final ScriptedGateway gateway = new ScriptedGateway(time);
    private final Farewell farewell =
            new Farewell(gateway, new DialectRegistry(List.of(new V1Dialect())), time, new Random(1));

    @Test
    void theReasonGoesAheadOfTheClose() {
        assertThat(part("trunkline.v1")).isEqualTo(new Parting.Closed());

        assertThat(gateway.delivered())
                .extracting(ScriptedGateway.Post::frame)
                .containsExactly("{\"type\":\"goaway\",\"reason\":\"logged out\",\"afterMs\":1000}");
    }

    @Test
    void whoIsGoneIsToldApartFromWhoWasClosed() {
        gateway.answers(A, Answer.GONE);

        assertThat(part("trunkline.v1")).isEqualTo(new Parting.Gone());
        assertThat(part("a.dialect.of.long.ago")).isEqualTo(new Parting.Gone());
    }

    @Test
    void aWordThatDoesNotArriveHoldsUpNoClose() {
        gateway.answers(A, Answer.THROTTLED, Answer.THROTTLED, Answer.THROTTLED, Answer.HELD);

        assertThat(part("trunkline.v1")).isEqualTo(new Parting.Closed());
        assertThat(gateway.posts()).hasSize(3);
    }

    @Test
    void aCloseThatFailsForAMomentIsTriedAgain() {
        gateway.answers(A, Answer.HELD, Answer.BROKEN, Answer.THROTTLED, Answer.HELD);

        assertThat(part("trunkline.v1")).isEqualTo(new Parting.Closed());
    }

    @Test
    void whatCouldNotBeClosedIsNotCalledClosed() {
        gateway.answers(A, Answer.HELD, Answer.BROKEN);

        assertThat(part("trunkline.v1")).isInstanceOf(Parting.Failed.class);
    }

    @Test
    void itEndsByTheDeadline() {
        gateway.answers(A, Answer.SILENT);

        assertThat(part("trunkline.v1")).isInstanceOf(Parting.Failed.class);
        assertThat(time.instant()).isBeforeOrEqualTo(VirtualTime.START.plusSeconds(5));
    }

    private Parting part(String dialect) {
        return farewell.part(ENDPOINT, A, dialect, WORD, Deadline.in(Duration.ofSeconds(5), time));
    }
}
