package io.trunkline.lambda.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is refused before anybody's key or token is looked up. */
class CallerFilterTest {
    @Test
    void aKeyAndATokenAtOnceAreRefusedAsSuch() {
        try (HttpRig rig = new HttpRig()) {
            HttpRig.Answer answer =
                    rig.send("GET", "/v1/status", Map.of("x-api-key", "tlk_x", "authorization", "Bearer x"));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body().path("code").asText()).isEqualTo("ambiguous_caller");
        }
    }

    @Test
    void whatIsNoKeyAndNoTokenOpensNothing() {
        try (HttpRig rig = new HttpRig()) {
            assertThat(rig.send("GET", "/v1/status", Map.of()).status()).isEqualTo(401);
            assertThat(rig.send("GET", "/v1/status", Map.of("authorization", "Basic eDp4"))
                            .status())
                    .isEqualTo(401);
            assertThat(rig.send("GET", "/v1/status", Map.of("authorization", "Bearer a.b.c"))
                            .status())
                    .isEqualTo(401);
            assertThat(rig.send("GET", "/v1/status", Map.of("x-api-key", "open sesame"))
                            .status())
                    .isEqualTo(401);
            assertThat(rig.send("GET", "/v1/nowhere", Map.of()).status()).isEqualTo(401);
        }
    }
}
