package io.trunkline.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.message.RejectionCode;
import io.trunkline.routing.key.AppKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Handshakes without a token. */
class FirstFrameTest {
    private static final String FIRST_FRAME = ", authenticate: first-frame, origins: ['https://app.example.com']";

    @Test
    void atADoorOrByNameAClientOfSuchAnAppWaitsWithoutAToken() {
        try (AuthRig rig = rig(FIRST_FRAME)) {
            assertThat(rig.authenticator.authenticate(byDoor(Map.of(), Map.of())))
                    .isEqualTo(new AuthOutcome.Waiting(
                            AppKey.parse("wizz/order-receiver"), "trunkline.v1", Optional.empty()));
            assertThat(rig.authenticator.authenticate(byDoor(Map.of(), Map.of("token", ""))))
                    .isInstanceOf(AuthOutcome.Waiting.class);
            assertThat(rig.authenticator.authenticate(new Handshake(
                            "shared.example.com",
                            "abc123",
                            Map.of(),
                            Map.of("app", "wizz/order-receiver"),
                            List.of("old.v0"))))
                    .isEqualTo(new AuthOutcome.Waiting(
                            AppKey.parse("wizz/order-receiver"), "old.v0", Optional.of("old.v0")));
        }
    }

    @Test
    void anywhereElseNoTokenIsUnauthorized() {
        try (AuthRig rig = rig(FIRST_FRAME)) {
            rig.denied(
                    new Handshake("shared.example.com", "abc123", Map.of(), Map.of(), List.of()),
                    RejectionCode.UNAUTHORIZED);
        }
        try (AuthRig rig = rig(", authenticate: handshake")) {
            rig.denied(byDoor(Map.of(), Map.of()), RejectionCode.UNAUTHORIZED);
        }
    }

    @Test
    void aWrongTokenInTheHandshakeIsUnauthorizedAllTheSame() {
        try (AuthRig rig = rig(FIRST_FRAME)) {
            rig.denied(byDoor(Map.of(), Map.of("token", "a.b.c")), RejectionCode.UNAUTHORIZED);
            rig.denied(byDoor(Map.of(), Map.of("token", "x", "ticket", "y")), RejectionCode.UNAUTHORIZED);
        }
    }

    @Test
    void aBrowserOfAnotherOriginDoesNotEvenWait() {
        try (AuthRig rig = rig(FIRST_FRAME)) {
            rig.denied(byDoor(Map.of("origin", "https://evil.example"), Map.of()), RejectionCode.FORBIDDEN_ORIGIN);
            assertThat(rig.authenticator.authenticate(byDoor(Map.of("origin", "https://app.example.com"), Map.of())))
                    .isInstanceOf(AuthOutcome.Waiting.class);
        }
    }

    @Test
    void aSuspendedTenantsClientsDoNotWait() {
        try (AuthRig rig = rig(FIRST_FRAME)) {
            rig.registers(
                    "wizz", rig.app("RS256", "{type: merchant, id: merchant_id}", FIRST_FRAME), ", status: suspended");

            rig.denied(byDoor(Map.of(), Map.of()), RejectionCode.FORBIDDEN_TENANT);
        }
    }

    private static AuthRig rig(String more) {
        AuthRig rig = new AuthRig();
        rig.registers("wizz", rig.app("RS256", "{type: merchant, id: merchant_id}", more));
        return rig;
    }

    private static Handshake byDoor(Map<String, String> headers, Map<String, String> query) {
        return new Handshake("wizz." + AuthRig.DOOR, "abc123", headers, query, List.of());
    }
}
