package io.trunkline.migration.step;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.PostOutcome;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.DialectRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Says a {@code goaway} to connections in their own dialects. Once: a post that may have arrived is not repeated. */
final class Words {
    private static final Duration CALL = Duration.ofSeconds(5);

    /** What became of one word. */
    enum Heard {
        TOLD,
        /** The gateway no longer holds the connection. */
        GONE,
        /** It may have arrived. */
        UNSURE,
        /** Its dialect has no word that says this. */
        NO_WORD
    }

    private final ConnectionGateway gateway;
    private final DialectRegistry dialects;

    Words(ConnectionGateway gateway, DialectRegistry dialects) {
        this.gateway = gateway;
        this.dialects = dialects;
    }

    /** Whether a dialect has a word that names the address to go to. */
    boolean canInvite(String dialect, String url) {
        return frames(dialect, new ServerEvent.GoAway("moved", java.util.Optional.of(url), java.util.Optional.of(0L)))
                .stream()
                .anyMatch(frame -> frame.contains(url));
    }

    Heard say(Connection connection, ServerEvent.GoAway word) {
        List<String> frames = frames(connection.dialect(), word);
        Heard heard = Heard.NO_WORD;
        for (String frame : frames) {
            heard = switch (gateway.post(
                    connection.endpoint(),
                    connection.id(),
                    ByteBuffer.wrap(frame.getBytes(StandardCharsets.UTF_8)),
                    CALL)) {
                case PostOutcome.Delivered _ -> Heard.TOLD;
                case PostOutcome.Gone _ -> Heard.GONE;
                case PostOutcome.Throttled _, PostOutcome.TooLarge _, PostOutcome.Failed _ -> Heard.UNSURE;
            };
            if (heard != Heard.TOLD) {
                return heard;
            }
        }
        return heard;
    }

    private List<String> frames(String dialect, ServerEvent.GoAway word) {
        return dialects.find(dialect).map(known -> known.encode(word)).orElse(List.of());
    }
}
