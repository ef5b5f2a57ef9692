package io.trunkline.lambda.config;

import io.trunkline.core.schema.EnvironmentVariable;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.sweep.SweepOptions;
import java.time.Duration;
import java.util.Map;

/**
 * The settings of a function's environment.
 *
 * @param managementUrl template of the @connections address
 */
public record Settings(TableLayout tables, String managementUrl, int postsInFlight, SweepOptions sweep) {
    /** Reads {@code environment}; throws {@link IllegalArgumentException} that names the variable that is wrong. */
    public static Settings from(Map<String, String> environment) {
        return new Settings(
                new TableLayout(
                        text(environment, EnvironmentVariable.TRUNKLINE_ECOSYSTEM),
                        text(environment, EnvironmentVariable.TRUNKLINE_STAGE)),
                text(environment, EnvironmentVariable.TRUNKLINE_MANAGEMENT_URL),
                positive(environment, EnvironmentVariable.TRUNKLINE_POSTS_IN_FLIGHT),
                SweepOptions.DEFAULTS.with(
                        positive(environment, EnvironmentVariable.TRUNKLINE_SWEEP_READ_UNITS),
                        positive(environment, EnvironmentVariable.TRUNKLINE_SWEEP_CHECKS),
                        Duration.ofSeconds(positive(environment, EnvironmentVariable.TRUNKLINE_EXPIRY_GRACE_SECONDS))));
    }

    private static String text(Map<String, String> environment, EnvironmentVariable variable) {
        String value = environment.getOrDefault(variable.name(), "");
        return value.isBlank()
                ? variable.defaultValue()
                        .orElseThrow(() -> new IllegalArgumentException(variable + " must be set; see ENVS.md"))
                : value;
    }

    private static int positive(Map<String, String> environment, EnvironmentVariable variable) {
        String text = text(environment, variable);
        try {
            int value = Integer.parseInt(text);
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below, in the same words as a number that is too small
        }
        throw new IllegalArgumentException(variable + " must be a whole number above 0; see ENVS.md");
    }
}
