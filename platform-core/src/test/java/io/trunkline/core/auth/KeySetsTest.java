package io.trunkline.core.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Issuers' keys through rotations, outages and strangers, from a real endpoint on loopback. */
@Timeout(60)
class KeySetsTest {
    private static final Duration FRESH = Duration.ofMinutes(5);

    @Test
    void asksForTheKeysOnceInFiveMinutes() {
        try (AuthRig rig = new AuthRig()) {
            for (int i = 0; i < 20; i++) {
                rig.accepted(byFirst(rig));
                rig.clock.advance(Duration.ofSeconds(14));
            }
            assertThat(rig.endpoint.requests()).isOne();
            rig.clock.advance(Duration.ofSeconds(20));
            rig.accepted(byFirst(rig));
            assertThat(rig.endpoint.requests()).isEqualTo(2);
        }
    }

    @Test
    void asksOnceWhereManyConnectAtOnce() throws Exception {
        try (AuthRig rig = new AuthRig();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String token = byFirst(rig);
            Callable<AuthOutcome> connect = () -> rig.connect(token);
            List<Future<AuthOutcome>> outcomes =
                    threads.invokeAll(Stream.generate(() -> connect).limit(50).toList());
            for (Future<AuthOutcome> outcome : outcomes) {
                assertThat(outcome.get()).isInstanceOf(AuthOutcome.Accepted.class);
            }
            assertThat(rig.endpoint.requests()).isOne();
        }
    }

    @Test
    void takesANewKeyAtOnceAndForgetsTheOldOneInTime() {
        try (AuthRig rig = new AuthRig()) {
            rig.accepted(byFirst(rig));
            rig.endpoint.serves(Keys.OTHER_RSA);
            rig.accepted(bySecond(rig));
            rig.unauthorized(byFirst(rig));
        }
    }

    @Test
    void doesNotLetStrangersAskTheEndpointForKeysThatAreNot() {
        try (AuthRig rig = new AuthRig()) {
            rig.accepted(byFirst(rig));
            List<String> strangers = IntStream.range(0, 10)
                    .mapToObj(i -> byStranger(rig, "made-up-" + i))
                    .toList();
            for (int i = 0; i < 300; i++) {
                rig.unauthorized(strangers.get(i % strangers.size()));
                rig.clock.advance(Duration.ofMillis(100));
            }
            assertThat(rig.endpoint.requests()).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void keepsAcceptingKnownKeysWhileStrangersFlood() {
        try (AuthRig rig = new AuthRig()) {
            String stranger = byStranger(rig, "made-up");
            String known = byFirst(rig);
            for (int second = 0; second < 700; second++) {
                rig.unauthorized(stranger);
                rig.accepted(known);
                rig.clock.advance(Duration.ofSeconds(1));
            }
        }
    }

    @Test
    void findsANewKeyWithinHalfAMinuteOfAFlood() {
        try (AuthRig rig = new AuthRig()) {
            rig.accepted(byFirst(rig));
            rig.unauthorized(byStranger(rig, "made-up"));
            rig.endpoint.serves(Keys.RSA, Keys.OTHER_RSA);
            rig.unauthorized(bySecond(rig));
            rig.clock.advance(Duration.ofSeconds(31));
            rig.accepted(bySecond(rig));
        }
    }

    @Test
    void livesOnKnownKeysThroughAnOutage() {
        try (AuthRig rig = new AuthRig()) {
            rig.accepted(byFirst(rig));
            rig.endpoint.answers(500, "");
            for (int hour = 0; hour < 20; hour++) {
                rig.clock.advance(Duration.ofHours(1));
                rig.accepted(byFirst(rig));
                rig.accepted(byFirst(rig));
            }
            // one try an hour here, as the second connection of each hour comes too early for one
            assertThat(rig.endpoint.requests()).isEqualTo(21);
            rig.clock.advance(Duration.ofHours(5));
            String token = byFirst(rig);
            assertThatThrownBy(() -> rig.connect(token)).isInstanceOf(KeysUnavailableException.class);
        }
    }

    @Test
    void recoversFromAnOutageAtItsStart() {
        try (AuthRig rig = new AuthRig()) {
            rig.endpoint.answers(500, "");
            String token = byFirst(rig);
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> rig.connect(token)).isInstanceOf(KeysUnavailableException.class);
            }
            assertThat(rig.endpoint.requests()).isOne();
            rig.endpoint.serves(Keys.RSA);
            rig.clock.advance(Duration.ofSeconds(6));
            rig.accepted(byFirst(rig));
        }
    }

    @Test
    void takesGarbageForAnOutage() {
        try (AuthRig rig = new AuthRig()) {
            rig.accepted(byFirst(rig));
            List<String> garbage = List.of("", "<html>", "{}", "{\"keys\":7}", "[]", "x".repeat(1_000_000));
            for (String body : garbage) {
                rig.endpoint.answers(200, body);
                rig.clock.advance(FRESH);
                rig.accepted(byFirst(rig));
            }
        }
    }

    @Test
    void followsNoRedirect() {
        try (AuthRig rig = new AuthRig();
                JwksServer elsewhere = new JwksServer(Keys.RSA)) {
            rig.endpoint.redirectsTo(elsewhere.address());
            String token = byFirst(rig);
            assertThatThrownBy(() -> rig.connect(token)).isInstanceOf(KeysUnavailableException.class);
            assertThat(elsewhere.requests()).isZero();
        }
    }

    @Test
    @Timeout(30)
    void waitsForAStallingEndpointForSecondsOnly() {
        try (AuthRig rig = new AuthRig()) {
            rig.accepted(byFirst(rig));
            rig.endpoint.stalls();
            rig.clock.advance(FRESH);
            rig.accepted(byFirst(rig));
            assertThat(rig.endpoint.requests()).isEqualTo(2);
        }
    }

    @Test
    void usesTheGoodKeysOfASetThatHoldsOthers() {
        try (AuthRig rig = new AuthRig("RS256", "{type: merchant, id: merchant_id}", Keys.EC, Keys.ED, Keys.RSA)) {
            rig.accepted(byFirst(rig));
            String set = IntStream.range(0, 3)
                    .mapToObj(i -> "{\"kty\":\"unheard-of\",\"kid\":\"k" + i + "\"}")
                    .reduce("", (all, key) -> all + key + ",");
            rig.endpoint.answers(
                    200, "{\"keys\":[" + set + Keys.OTHER_RSA.toPublicJWK().toJSONString() + "]}");
            rig.accepted(bySecond(rig));
        }
    }

    private static String byFirst(AuthRig rig) {
        return Token.at(rig.clock.instant()).by(Keys.RSA);
    }

    private static String byStranger(AuthRig rig, String keyId) {
        return Token.at(rig.clock.instant())
                .header(header -> header.keyID(keyId))
                .by(Keys.OTHER_RSA);
    }

    private static String bySecond(AuthRig rig) {
        return Token.at(rig.clock.instant()).by(Keys.OTHER_RSA);
    }
}
