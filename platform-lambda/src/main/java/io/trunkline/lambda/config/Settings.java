package io.trunkline.lambda.config;

import io.trunkline.core.schema.EnvironmentVariable;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.routing.key.TenantId;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings of a function's environment.
 *
 * @param managementUrl template of the @connections address
 * @param metricTenants the tenants that have metrics of their own; empty where the first of each environment have
 */
public record Settings(
        TableLayout tables, String managementUrl, int postsInFlight, Optional<Set<TenantId>> metricTenants) {
    private static final int MAX_METRIC_TENANTS = 100;

    /** Reads {@code environment}; throws {@link IllegalArgumentException} that names the variable that is wrong. */
    public static Settings from(Map<String, String> environment) {
        return new Settings(
                new TableLayout(
                        text(environment, EnvironmentVariable.TRUNKLINE_ECOSYSTEM),
                        text(environment, EnvironmentVariable.TRUNKLINE_STAGE)),
                text(environment, EnvironmentVariable.TRUNKLINE_MANAGEMENT_URL),
                positive(environment, EnvironmentVariable.TRUNKLINE_POSTS_IN_FLIGHT),
                tenants(environment, EnvironmentVariable.TRUNKLINE_METRIC_TENANTS));
    }

    private static String text(Map<String, String> environment, EnvironmentVariable variable) {
        String value = environment.getOrDefault(variable.name(), "");
        return value.isBlank()
                ? variable.defaultValue()
                        .orElseThrow(() -> new IllegalArgumentException(variable + " must be set; see ENVS.md"))
                : value;
    }

    private static Optional<Set<TenantId>> tenants(Map<String, String> environment, EnvironmentVariable variable) {
        String text = text(environment, variable);
        if (text.strip().equals("*")) {
            return Optional.empty();
        }
        try {
            Set<TenantId> named = Arrays.stream(text.split(",", -1))
                    .map(String::strip)
                    .map(TenantId::new)
                    .collect(Collectors.toUnmodifiableSet());
            if (named.size() <= MAX_METRIC_TENANTS) {
                return Optional.of(named);
            }
        } catch (IllegalArgumentException e) {
            // told below, in the same words as too many
        }
        throw new IllegalArgumentException(variable + " must be * or at most " + MAX_METRIC_TENANTS
                + " tenants with commas between them; see ENVS.md");
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
