package io.trunkline.local.ws;

import io.trunkline.local.event.RequestStamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Makes ids in the shape that AWS gives them. Any thread may ask: few generators are safe to share, so this locks. */
final class Ids {
    private final RandomGenerator random;
    private final InstantSource clock;

    Ids(RandomGenerator random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    /** For a connection, a request or a message: 16 characters of URL-safe base64, the last of them a padding. */
    String next() {
        return Base64.getUrlEncoder().encodeToString(bytes(11));
    }

    RequestStamp stamp() {
        return new RequestStamp(next(), clock.instant());
    }

    /** For {@code X-Amzn-Trace-Id}. */
    String traceId(Instant now) {
        return "Root=1-%08x-%s".formatted(now.getEpochSecond(), HexFormat.of().formatHex(bytes(12)));
    }

    private synchronized byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
