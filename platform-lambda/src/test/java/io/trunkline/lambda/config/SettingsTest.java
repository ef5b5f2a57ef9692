package io.trunkline.lambda.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void an_empty_environment_gives_the_defaults() {
        Settings settings = Settings.from(Map.of());

        assertThat(settings.tables().connections()).isEqualTo("WizzUser_websocket_connections_dev");
        assertThat(settings.postsInFlight()).isEqualTo(64);
        assertThat(settings.metricTenants()).isEmpty();
    }

    @Test
    void the_environment_wins_over_the_defaults() {
        Settings settings = Settings.from(
                Map.of("TRUNKLINE_ECOSYSTEM", "Acme", "TRUNKLINE_STAGE", "prod", "TRUNKLINE_POSTS_IN_FLIGHT", "8"));

        assertThat(settings.tables().subscriptions()).isEqualTo("Acme_websocket_subscriptions_prod");
        assertThat(settings.postsInFlight()).isEqualTo(8);
    }

    @Test
    void a_queue_comes_with_its_dead_letters_or_not_at_all() {
        assertThat(Settings.from(Map.of()).queue()).isEmpty();
        assertThat(Settings.from(Map.of("TRUNKLINE_FANOUT_QUEUE_URL", "q", "TRUNKLINE_FANOUT_DEAD_LETTERS_URL", "d"))
                        .queue())
                .contains(new Settings.Queue("q", "d", 1000, 2000));
        assertThatThrownBy(() -> Settings.from(Map.of("TRUNKLINE_FANOUT_QUEUE_URL", "q")))
                .hasMessageContaining("TRUNKLINE_FANOUT_DEAD_LETTERS_URL");
    }

    @Test
    void a_wrong_value_is_refused_with_its_name() {
        assertThatThrownBy(() -> Settings.from(Map.of("TRUNKLINE_POSTS_IN_FLIGHT", "many")))
                .hasMessageContaining("TRUNKLINE_POSTS_IN_FLIGHT")
                .hasMessageContaining("whole number");
        assertThatThrownBy(() -> Settings.from(Map.of("TRUNKLINE_METRIC_TENANTS", "wizz,Not A Tenant")))
                .hasMessageContaining("TRUNKLINE_METRIC_TENANTS");
    }
}
