package io.trunkline.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.routing.key.TenantId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaterTaskJsonTest {
    private static final LaterTask END = new LaterTask.EndUnlessAuthenticated(
            new TenantId("wizz"),
            new ConnectionId("L0SM9cOFIAMCEgA="),
            new GatewayEndpoint("abc123", "dev"),
            "trunkline.v1");

    @Test
    void aTaskComesOutAsItWentIn() {
        assertThat(LaterTaskJson.read(LaterTaskJson.write(END))).isEqualTo(END);
        assertThat(LaterTaskJson.isTask(LaterTaskJson.write(END))).isTrue();
    }

    @Test
    void aPieceOfAFanOutIsNoTask() {
        assertThat(LaterTaskJson.isTask("{\"v\":1,\"shard\":\"wizz#all#0\"}")).isFalse();
        assertThat(LaterTaskJson.isTask("not JSON")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"v\":2,\"later\":\"end-unless-authenticated\"}",
                "{\"v\":1,\"later\":\"something-new\",\"tenant\":\"wizz\",\"connection\":\"a=\"}",
                "{\"v\":1,\"later\":\"end-unless-authenticated\",\"tenant\":\"wizz\",\"connection\":\"a=\"}",
                "{"
            })
    void whatThisBuildCannotReadIsRefusedWithoutSayingWhatItHolds(String text) {
        assertThatThrownBy(() -> LaterTaskJson.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a task that cannot be read");
    }
}
