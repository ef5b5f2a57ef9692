package io.trunkline.core.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every implementation of {@link ConnectionGateway} does, whatever stands behind it. */
@Timeout(60)
public abstract class ConnectionGatewayContractTest {
    protected static final GatewayEndpoint ENDPOINT = new GatewayEndpoint("abc123", "dev");
    protected static final ConnectionId CONNECTION = new ConnectionId("L0SM9cOFvHcCIhw=");
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    protected abstract ConnectionGateway gateway();

    /** Makes every later call about {@link #CONNECTION} end as {@code answer}. */
    protected abstract void script(Answer answer);

    /** The frames that have reached {@link #CONNECTION}. */
    protected abstract List<String> received();

    @Test
    void aHeldConnectionGetsTheFrameAsItIs() {
        script(Answer.HELD);
        ByteBuffer frame = ByteBuffer.wrap("{\"grüße\":\"✓\"}".getBytes(UTF_8)).asReadOnlyBuffer();

        assertThat(gateway().post(ENDPOINT, CONNECTION, frame, LONG)).isEqualTo(new PostOutcome.Delivered());
        assertThat(received()).containsExactly("{\"grüße\":\"✓\"}");
    }

    @Test
    void aConnectionThatIsNotThereIsGone() {
        script(Answer.GONE);
        assertThat(post(LONG)).isEqualTo(new PostOutcome.Gone());
    }

    @Test
    void tooMuchAtOnceIsThrottled() {
        script(Answer.THROTTLED);
        assertThat(post(LONG)).isEqualTo(new PostOutcome.Throttled());
    }

    @Test
    void aFrameOverTheLimitIsTooLarge() {
        script(Answer.TOO_LARGE);
        assertThat(post(LONG)).isEqualTo(new PostOutcome.TooLarge());
    }

    @ParameterizedTest
    @EnumSource(names = {"FORBIDDEN", "MALFORMED"})
    void whatAnotherTryCannotMendIsNotRetryable(Answer answer) {
        script(answer);
        assertThat(post(LONG)).isInstanceOfSatisfying(PostOutcome.Failed.class, failed -> assertThat(failed.retryable())
                .isFalse());
    }

    @ParameterizedTest
    @EnumSource(names = {"BROKEN", "CUT"})
    void aFaultOfTheGatewayOrTheLineIsRetryable(Answer answer) {
        script(answer);
        assertThat(post(LONG)).isInstanceOfSatisfying(PostOutcome.Failed.class, failed -> assertThat(failed.retryable())
                .isTrue());
    }

    @Test
    void aCallEndsWithItsTimeOutAndMayBeTriedAgain() {
        script(Answer.SILENT);
        assertThat(post(SHORT))
                .isInstanceOfSatisfying(PostOutcome.Failed.class, failed -> assertThat(failed.retryable())
                        .isTrue());
    }

    @Test
    void aConnectionIsLiveUntilTheGatewaySaysItIsGone() {
        script(Answer.HELD);
        assertThat(gateway().isLive(ENDPOINT, CONNECTION, LONG)).isTrue();
        script(Answer.GONE);
        assertThat(gateway().isLive(ENDPOINT, CONNECTION, LONG)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"THROTTLED", "BROKEN", "FORBIDDEN", "SILENT"})
    void aConnectionIsTakenForLiveWhereItCannotBeTold(Answer answer) {
        script(answer);
        assertThat(gateway().isLive(ENDPOINT, CONNECTION, SHORT)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"HELD", "GONE"})
    void closingIsNoErrorWhetherTheConnectionIsThereOrGone(Answer answer) {
        script(answer);
        assertThatCode(() -> gateway().close(ENDPOINT, CONNECTION, LONG)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(names = {"BROKEN", "FORBIDDEN", "THROTTLED"})
    void aCloseThatWasNotTakenIsAFault(Answer answer) {
        script(answer);
        assertThatThrownBy(() -> gateway().close(ENDPOINT, CONNECTION, LONG))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(CONNECTION.value());
    }

    private PostOutcome post(Duration timeout) {
        return gateway().post(ENDPOINT, CONNECTION, ByteBuffer.wrap("{}".getBytes(UTF_8)), timeout);
    }
}
