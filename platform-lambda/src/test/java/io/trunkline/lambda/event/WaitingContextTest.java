package io.trunkline.lambda.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.core.auth.AuthOutcome.Waiting;
import io.trunkline.routing.key.AppKey;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaitingContextTest {
    private static final Waiting WAITING =
            new Waiting(AppKey.parse("wizz/drivers"), "wizz-driver", Optional.of("wizz-driver"));

    @Test
    void whoWaitsComesBackAsTheyWent() {
        assertThat(WaitingContext.read(WaitingContext.write(WAITING, Map.of("platform", "android", "token", ""))))
                .contains(new WaitingContext.Read(WAITING, Optional.of("android")));
        Waiting bare = new Waiting(WAITING.app(), "trunkline.v1", Optional.empty());
        assertThat(WaitingContext.read(WaitingContext.write(bare, Map.of())))
                .contains(new WaitingContext.Read(bare, Optional.empty()));
    }

    @Test
    void whoWaitsIsNobodyYet() {
        assertThat(PrincipalContext.read(WaitingContext.write(WAITING, Map.of())))
                .isEmpty();
        assertThat(WaitingContext.read(Map.of("principalId", "x"))).isEmpty();
    }

    @Test
    void aDamagedContextIsAFault() {
        assertThatThrownBy(() -> WaitingContext.read(Map.of("waitsFor", "wizz/drivers")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
