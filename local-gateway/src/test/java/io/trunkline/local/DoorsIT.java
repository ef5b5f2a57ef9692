package io.trunkline.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.trunkline.routing.key.AppKey;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Apps of older systems: a door recognises each, and its own back end's tokens open it. */
class DoorsIT {
    private static final AppKey DESK = AppKey.parse("older/desk");
    private static final AppKey TILL = AppKey.parse("older/till");

    @Test
    void a_token_without_an_issuer_opens_the_door_of_its_app_and_not_the_shared_endpoint() {
        String token = RunningPlatform.systemToken(DESK, "clerk/64a1", List.of());

        try (TestSocket clerk = TestSocket.connect(door(DESK, token))) {
            assertThat(clerk.ask("1", "{\"action\":\"hello\",\"id\":\"1\"}")
                            .at("/data/entity")
                            .asText())
                    .isEqualTo("clerk/64a1");
        }
        assertThat(TestSocket.connect(RunningPlatform.uri("token=" + token)).refusedWith())
                .isEqualTo(401);
        try (TestSocket named = TestSocket.connect(RunningPlatform.uri("app=older/desk&token=" + token))) {
            assertThat(named.isOpen()).isTrue();
        }
    }

    @Test
    void the_claims_are_those_of_the_system_and_the_type_comes_from_them() throws ParseException {
        String token = RunningPlatform.systemToken(DESK, "chief/64a2", List.of("master"));

        Map<String, Object> claims = SignedJWT.parse(token).getJWTClaimsSet().getClaims();
        assertThat(claims)
                .containsEntry("userId", "64a2")
                .containsEntry("role", "head_clerk")
                .containsEntry("groups", "head_master")
                .containsKeys("iat", "exp")
                .doesNotContainKeys("iss", "aud", "entity");
        try (TestSocket chief = TestSocket.connect(door(DESK, token))) {
            assertThat(chief.ask("1", "{\"action\":\"rooms\",\"id\":\"1\"}")
                            .at("/data/rooms")
                            .toString())
                    .contains("entity:chief/64a2", "role:master");
        }
    }

    @Test
    void a_door_lets_no_token_of_another_app_in() {
        String token = RunningPlatform.systemToken(TILL, "shop/s-2", List.of());

        assertThat(TestSocket.connect(door(DESK, token)).refusedWith()).isEqualTo(401);
        assertThat(TestSocket.connect(door(DESK, RunningPlatform.token("wizz/drivers", "driver/d-1")))
                        .refusedWith())
                .isEqualTo(401);
    }

    @Test
    void a_member_selects_among_the_entities_that_the_file_gives_and_no_others() {
        String token = RunningPlatform.systemToken(TILL, "shop/s-1", List.of());

        try (TestSocket till = TestSocket.connect(URI.create(door(TILL, token) + "&shopId=s-1"))) {
            assertThat(till.ask("1", "{\"action\":\"hello\",\"id\":\"1\"}")
                            .at("/data/entity")
                            .asText())
                    .isEqualTo("shop/s-1");
        }
        assertThat(TestSocket.connect(URI.create(door(TILL, token) + "&shopId=s-3"))
                        .refusedWith())
                .isEqualTo(403);
    }

    @Test
    void a_secret_that_is_kept_in_secrets_manager_is_this_machines_own_here() {
        String token = RunningPlatform.systemToken(AppKey.parse("older/vault"), "clerk/v-1", List.of());

        try (TestSocket clerk = TestSocket.connect(RunningPlatform.uri("token=" + token))) {
            assertThat(clerk.isOpen()).isTrue();
        }
    }

    @Test
    void a_host_header_claims_no_door() {
        String token = RunningPlatform.systemToken(DESK, "clerk/64a3", List.of());

        assertThat(TestSocket.connect(RunningPlatform.uri("token=" + token), Map.of("Host", "desk.older.example.com"))
                        .refusedWith())
                .isEqualTo(401);
    }

    private static URI door(AppKey app, String token) {
        return URI.create(RunningPlatform.platform().webSocketUri(app) + "?token=" + token);
    }
}
