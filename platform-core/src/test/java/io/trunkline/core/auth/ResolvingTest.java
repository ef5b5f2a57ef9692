package io.trunkline.core.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.core.app.Door;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.routing.key.AppKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the token is, which app it is for, where it may connect from, and what is then spoken. */
class ResolvingTest {
    private static final String MERCHANT = "{type: merchant, id: merchant_id}";

    @Test
    void takesTheTokenFromQueryHeaderOrSubprotocol() {
        try (AuthRig rig = new AuthRig()) {
            String token = token(rig);
            rig.accepted(from(Map.of("token", token), Map.of(), List.of()));
            rig.accepted(from(Map.of(), Map.of("authorization", "Bearer " + token), List.of()));
            rig.accepted(from(Map.of(), Map.of("authorization", "bearer   " + token + " "), List.of()));
            rig.accepted(from(Map.of(), Map.of("authorization", token), List.of()));
            rig.accepted(from(Map.of(), Map.of(), List.of("trunkline.v1", "bearer." + token)));
            rig.accepted(from(
                    Map.of("token", token), Map.of("authorization", "Bearer " + token), List.of("bearer." + token)));
            rig.accepted(from(Map.of("token", ""), Map.of("authorization", token), List.of()));
        }
    }

    @Test
    void refusesTokensThatDifferNoneAndOneTooLarge() {
        try (AuthRig rig = new AuthRig()) {
            String token = token(rig);
            String other = Token.at(rig.clock.instant()).with("sub", "u-2").by(Keys.RSA);
            refused(rig, from(Map.of("token", token), Map.of("authorization", "Bearer " + other), List.of()));
            refused(rig, from(Map.of(), Map.of(), List.of("bearer." + token, "bearer." + other)));
            refused(rig, from(Map.of(), Map.of(), List.of()));
            refused(rig, from(Map.of(), Map.of("authorization", "Basic dTpw"), List.of()));
            refused(rig, from(Map.of(), Map.of(), List.of("bearer.")));
            String large =
                    Token.at(rig.clock.instant()).with("x", "y".repeat(8192)).by(Keys.RSA);
            refused(rig, from(Map.of("token", large), Map.of(), List.of()));
        }
    }

    @Test
    void namesNoTokenWhereTheHandshakeIsPrinted() {
        try (AuthRig rig = new AuthRig()) {
            String token = token(rig);
            assertThat(from(Map.of("token", token), Map.of("authorization", token), List.of("bearer." + token)))
                    .asString()
                    .doesNotContain(token);
            assertThat(CarriedToken.of(AuthRig.handshake(token))).asString().doesNotContain(token);
        }
    }

    @Test
    void findsTheAppByItsDoorBeforeAllElse() {
        try (AuthRig rig = new AuthRig()) {
            Handshake byHost = new Handshake(
                    "Wizz.Orders.Example.COM",
                    "abc123",
                    Map.of(),
                    Map.of("token", token(rig), "app", "no/such"),
                    List.of());
            rig.accepted(byHost);
            rig.registry.put(new Door("legacyapi1", AppKey.parse("wizz/order-receiver"), Optional.empty()));
            rig.accepted(new Handshake(
                    "shared.example.com", "legacyapi1", Map.of(), Map.of("token", foreign(rig)), List.of()));
        }
    }

    @Test
    void findsTheAppByTheQueryThenByTheToken() {
        try (AuthRig rig = new AuthRig()) {
            rig.registers("parcelo", rig.app("RS256", MERCHANT, ""));
            refused(rig, AuthRig.handshake(token(rig)));
            assertThat(rig.accepted(named(token(rig), "wizz/order-receiver"))
                            .principal()
                            .identity()
                            .tenant())
                    .hasToString("wizz");
            assertThat(rig.accepted(named(token(rig), "parcelo/order-receiver"))
                            .principal()
                            .identity()
                            .tenant())
                    .hasToString("parcelo");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "wizz", "wizz/", "/order-receiver", "wizz/none", "none/order-receiver", "a/b/c", "💥/💥"})
    void doesNotGuessWhereTheClientNamesAnAppThatIsNone(String app) {
        try (AuthRig rig = new AuthRig()) {
            refused(rig, named(token(rig), app));
        }
    }

    @Test
    void refusesATokenForAudiencesOfSeveralApps() {
        try (AuthRig rig = new AuthRig()) {
            rig.registers("parcelo", rig.app("RS256", MERCHANT, "").replace("[order-receiver]", "[parcelo-orders]"));
            refused(
                    rig,
                    AuthRig.handshake(Token.at(rig.clock.instant())
                            .with("aud", List.of("order-receiver", "parcelo-orders"))
                            .by(Keys.RSA)));
            var accepted = rig.accepted(
                    Token.at(rig.clock.instant()).with("aud", "parcelo-orders").by(Keys.RSA));
            assertThat(accepted.principal().identity().tenant()).hasToString("parcelo");
        }
    }

    @Test
    void saysTheSameOfEveryFailureToProveWho() {
        try (AuthRig rig = new AuthRig()) {
            var unknownApp = rig.denied(named(token(rig), "no/such"), RejectionCode.UNAUTHORIZED);
            var badSignature = rig.unauthorized(Token.at(rig.clock.instant())
                    .header(header -> header.keyID("rsa-1"))
                    .by(Keys.OTHER_RSA));
            assertThat(unknownApp.rejection()).isEqualTo(badSignature.rejection());
            assertThat(unknownApp.detail()).isNotEqualTo(badSignature.detail());
        }
    }

    @Test
    void survivesHostsThatAreNone() {
        try (AuthRig rig = new AuthRig()) {
            rig.accepted(new Handshake("", "", Map.of(), Map.of("token", token(rig)), List.of()));
            rig.accepted(new Handshake(
                    "x".repeat(5000), "y".repeat(5000), Map.of(), Map.of("token", token(rig)), List.of()));
        }
    }

    @Test
    void turnsASuspendedTenantAwayOnceItKnowsWho() {
        try (AuthRig rig = new AuthRig()) {
            rig.registers("wizz", rig.app("RS256", MERCHANT, ""), ", status: suspended");
            rig.denied(AuthRig.handshake(token(rig)), RejectionCode.FORBIDDEN_TENANT);
            rig.unauthorized(Token.at(rig.clock.instant())
                    .header(header -> header.keyID("rsa-1"))
                    .by(Keys.OTHER_RSA));
        }
    }

    @Test
    void asksBrowsersForARegisteredOrigin() {
        try (AuthRig rig = new AuthRig()) {
            rig.accepted(AuthRig.handshake(token(rig)));
            rig.denied(origin(rig, "https://app.example.com"), RejectionCode.FORBIDDEN_ORIGIN);
            rig.registers("wizz", rig.app("RS256", MERCHANT, ", origins: ['https://app.example.com']"));
            rig.accepted(origin(rig, "https://app.example.com"));
            for (String other : List.of("https://app.example.com.evil.com", "http://app.example.com", "null", "")) {
                rig.denied(origin(rig, other), RejectionCode.FORBIDDEN_ORIGIN);
            }
            rig.registers("wizz", rig.app("RS256", MERCHANT, ", origins: ['*']"));
            rig.accepted(origin(rig, "https://anywhere.example.com"));
        }
    }

    @Test
    void speaksWhatTheClientOffersElseTheDoorsElseTheApps() {
        try (AuthRig rig = new AuthRig()) {
            Map<String, String> query = Map.of("token", token(rig));
            var offered = rig.accepted(from(query, Map.of(), List.of("unheard-of", "old.v0", "trunkline.v1")));
            assertThat(offered.dialect()).isEqualTo("old.v0");
            assertThat(offered.subprotocol()).contains("old.v0");
            var unheardOf = rig.accepted(from(query, Map.of(), List.of("unheard-of")));
            assertThat(unheardOf.dialect()).isEqualTo("trunkline.v1");
            assertThat(unheardOf.subprotocol()).isEmpty();

            rig.registry.put(new Door("old.example.com", AppKey.parse("wizz/order-receiver"), Optional.of("old.v0")));
            var byDoor = rig.accepted(new Handshake("old.example.com", "abc123", Map.of(), query, List.of()));
            assertThat(byDoor.dialect()).isEqualTo("old.v0");
            assertThat(byDoor.subprotocol()).isEmpty();
            var newer =
                    rig.accepted(new Handshake("old.example.com", "abc123", Map.of(), query, List.of("trunkline.v1")));
            assertThat(newer.dialect()).isEqualTo("trunkline.v1");
            assertThat(newer.subprotocol()).contains("trunkline.v1");
        }
    }

    @Test
    void failsLoudlyWhereADialectIsRegisteredThatThisBuildLacks() {
        try (AuthRig rig = new AuthRig()) {
            rig.registers("wizz", rig.app("RS256", MERCHANT, ", dialect: future.v9"));
            String token = token(rig);
            assertThatThrownBy(() -> rig.connect(token))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("future.v9");
        }
    }

    private static void refused(AuthRig rig, Handshake handshake) {
        rig.denied(handshake, RejectionCode.UNAUTHORIZED);
    }

    private static String token(AuthRig rig) {
        return Token.at(rig.clock.instant()).by(Keys.RSA);
    }

    /** A token that leads to no app by itself: two have registered its audience. */
    private static String foreign(AuthRig rig) {
        rig.registers("parcelo", rig.app("RS256", MERCHANT, ""));
        return token(rig);
    }

    private static Handshake from(Map<String, String> query, Map<String, String> headers, List<String> subprotocols) {
        return new Handshake("shared.example.com", "abc123", headers, query, subprotocols);
    }

    private static Handshake named(String token, String app) {
        return from(Map.of("token", token, "app", app), Map.of(), List.of());
    }

    private static Handshake origin(AuthRig rig, String origin) {
        Map<String, String> headers = new HashMap<>(Map.of("origin", origin));
        return from(Map.of("token", token(rig)), headers, List.of());
    }
}
