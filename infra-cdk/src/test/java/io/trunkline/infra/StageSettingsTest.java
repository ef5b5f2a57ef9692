package io.trunkline.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.infra.config.Stage;
import io.trunkline.infra.config.StageConfig;
import io.trunkline.infra.config.StageSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StageSettingsTest {
    private static final Map<String, Object> CDK_JSON = Map.of(
            "stages",
            Map.of(
                    "dev", Map.of(),
                    "prod", Map.of("encryption", "customer", "secrets", List.of("landinghub/jwt", "this27/jwt"))));

    @Test
    void a_stage_of_which_nothing_is_said_is_dev_with_its_defaults() {
        assertThat(read(Map.of(), CDK_JSON, null)).isEqualTo(StageConfig.of(Stage.DEV));
    }

    @Test
    void cdk_json_context_and_environment_override_each_other_in_this_order() {
        assertThat(read(Map.of(), CDK_JSON, "prod").secrets()).containsExactly("landinghub/jwt", "this27/jwt");
        Map<String, Object> context = new java.util.HashMap<>(CDK_JSON);
        context.put("stage", "prod");
        context.put("alarmEmail", "context@example.com");
        assertThat(read(Map.of(), context, null).alarmEmail()).contains("context@example.com");
        assertThat(read(Map.of("TRUNKLINE_ALARM_EMAIL", "environment@example.com"), context, null)
                        .alarmEmail())
                .contains("environment@example.com");
        assertThat(read(Map.of("TRUNKLINE_STAGE", "staging"), context, null).stage())
                .isEqualTo(Stage.STAGING);
    }

    @Test
    void what_is_wrong_is_named() {
        assertThatThrownBy(() -> read(Map.of(), Map.of(), "production")).hasMessageContaining("dev, staging, prod");
        assertThatThrownBy(() -> read(Map.of(), Map.of("stages", Map.of("dev", Map.of("alarmMail", "x"))), null))
                .hasMessageContaining("alarmMail")
                .hasMessageContaining("alarmEmail");
        assertThatThrownBy(() -> read(Map.of("TRUNKLINE_DOMAIN", "*.ws.example.com"), Map.of(), null))
                .hasMessageContaining("certificate");
        assertThatThrownBy(() -> read(Map.of("TRUNKLINE_DOOR_APIS", "abc123def0"), Map.of(), null))
                .hasMessageContaining("abc123def0/dev");
        assertThatThrownBy(() -> read(Map.of("TRUNKLINE_ENCRYPTION", "none"), Map.of(), null))
                .hasMessageContaining("aws-owned");
    }

    private static StageConfig read(
            Map<String, String> environment,
            Map<String, Object> context,
            @org.jspecify.annotations.Nullable String stage) {
        return new StageSettings(environment, context).read(Optional.ofNullable(stage));
    }
}
