package io.trunkline.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.message.RejectionCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connecting with a ticket in the place of a token. */
class TicketsTest {
    private final AuthRig rig = new AuthRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private IssuedTicket ticket() {
        return rig.tickets.issue(
                rig.accepted(Token.at(rig.clock.instant()).by(Keys.RSA)).principal());
    }

    private static Handshake on(String host, Map<String, String> query, String... subprotocols) {
        return new Handshake(host, "abc123", Map.of(), query, List.of(subprotocols));
    }

    @Test
    void aTicketIsThePrincipalThatItWasMadeForOnce() {
        String token = Token.at(rig.clock.instant()).by(Keys.RSA);
        IssuedTicket issued = rig.tickets.issue(rig.accepted(token).principal());
        Handshake handshake = on("shared.example.com", Map.of("ticket", issued.text()));

        assertThat(rig.accepted(handshake).principal())
                .isEqualTo(rig.accepted(token).principal());
        rig.denied(handshake, RejectionCode.UNAUTHORIZED);
    }

    @Test
    void itMayComeAsASubprotocol() {
        AuthOutcome.Accepted accepted =
                rig.accepted(on("shared.example.com", Map.of(), "trunkline.v1", "ticket." + ticket().text()));

        assertThat(accepted.subprotocol()).contains("trunkline.v1");
    }

    @Test
    void afterHalfAMinuteItOpensNothing() {
        Handshake handshake = on("shared.example.com", Map.of("ticket", ticket().text()));
        rig.clock.advance(Tickets.LIFETIME);

        rig.denied(handshake, RejectionCode.UNAUTHORIZED);
    }

    @Test
    void itEndsWithItsToken() {
        String token = Token.at(rig.clock.instant()).by(Keys.RSA);
        rig.clock.advance(Duration.ofMinutes(59).plusSeconds(50));
        IssuedTicket issued = rig.tickets.issue(rig.accepted(token).principal());
        rig.clock.advance(Duration.ofSeconds(15));

        rig.denied(on("shared.example.com", Map.of("ticket", issued.text())), RejectionCode.UNAUTHORIZED);
    }

    @Test
    void throughTheDoorOfAnotherAppItOpensNothingAndIsNotUsedUp() {
        rig.registers("other", rig.app("RS256", "{type: merchant, id: merchant_id}", ""));
        IssuedTicket issued = ticketByDoor();

        rig.denied(on("other." + AuthRig.DOOR, Map.of("ticket", issued.text())), RejectionCode.UNAUTHORIZED);
        rig.denied(
                on("shared.example.com", Map.of("ticket", issued.text(), "app", "other/order-receiver")),
                RejectionCode.UNAUTHORIZED);
        rig.denied(
                on("shared.example.com", Map.of("ticket", issued.text(), "app", "wizz/nothing")),
                RejectionCode.UNAUTHORIZED);
        rig.accepted(on("wizz." + AuthRig.DOOR, Map.of("ticket", issued.text())));
    }

    /** Where two tenants share an audience, the app has to be named. */
    private IssuedTicket ticketByDoor() {
        return rig.tickets.issue(rig.accepted(on(
                        "wizz." + AuthRig.DOOR,
                        Map.of("token", Token.at(rig.clock.instant()).by(Keys.RSA))))
                .principal());
    }

    @Test
    void aTicketAndATokenAtOnceAreRefused() {
        rig.denied(
                on(
                        "shared.example.com",
                        Map.of(
                                "ticket",
                                ticket().text(),
                                "token",
                                Token.at(rig.clock.instant()).by(Keys.RSA))),
                RejectionCode.UNAUTHORIZED);
    }

    @Test
    void whatHasNotATicketsShapeIsRefused() {
        for (String text : List.of("x", "tlt_", "tlt_.", "tlt_wizz", "tlt_wizz.", "tlt__x.abc", "t".repeat(300))) {
            rig.denied(on("shared.example.com", Map.of("ticket", text)), RejectionCode.UNAUTHORIZED);
        }
    }
}
