package io.trunkline.core.dispatch;

import io.trunkline.core.connection.Device;
import io.trunkline.core.connection.SourceAddress;
import java.util.Optional;

/**
 * What is known of a client that connects beside who it is. Kept of it is only what a rule of its tenant needs.
 *
 * @param platform what it says that it runs on
 * @param deviceId what it calls its device
 * @param userAgent its program
 * @param address where it comes from, by the gateway's word
 */
public record Arrival(
        Optional<String> platform,
        Optional<String> deviceId,
        Optional<String> userAgent,
        Optional<SourceAddress> address) {
    /** One of whom no more is known than its platform. */
    public static Arrival on(Optional<String> platform) {
        return new Arrival(platform, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Which of its user's devices it is. */
    String device() {
        return Device.of(deviceId, userAgent, address);
    }
}
