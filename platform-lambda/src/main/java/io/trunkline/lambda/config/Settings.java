package io.trunkline.lambda.config;

import io.trunkline.core.schema.EnvironmentVariable;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.sweep.SweepOptions;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
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
 * @param eventBus the bus that is told what happens; empty where none is
 * @param queue where left-over fan-out work goes; empty where nowhere
 */
public record Settings(
        TableLayout tables,
        String managementUrl,
        int postsInFlight,
        int postsPerSecond,
        Optional<Set<TenantId>> metricTenants,
        Optional<String> eventBus,
        Optional<Queue> queue,
        SweepOptions sweep) {
    private static final int MAX_METRIC_TENANTS = 100;
    private static final String NONE = "none";

    /**
     * The fan-out queue.
     *
     * @param inProcess connections that a publish posts to itself
     * @param perMessage connections that one message serves
     */
    public record Queue(String url, String deadLettersUrl, int inProcess, int perMessage) {}

    /** Reads {@code environment}; throws {@link IllegalArgumentException} that names the variable that is wrong. */
    public static Settings from(Map<String, String> environment) {
        return new Settings(
                new TableLayout(
                        text(environment, EnvironmentVariable.TRUNKLINE_ECOSYSTEM),
                        text(environment, EnvironmentVariable.TRUNKLINE_STAGE)),
                text(environment, EnvironmentVariable.TRUNKLINE_MANAGEMENT_URL),
                number(environment, EnvironmentVariable.TRUNKLINE_POSTS_IN_FLIGHT, 1),
                number(environment, EnvironmentVariable.TRUNKLINE_POSTS_PER_SECOND, 0),
                tenants(environment, EnvironmentVariable.TRUNKLINE_METRIC_TENANTS),
                Optional.of(text(environment, EnvironmentVariable.TRUNKLINE_EVENT_BUS))
                        .filter(name -> !name.equals(NONE)),
                queue(environment),
                SweepOptions.DEFAULTS.with(
                        number(environment, EnvironmentVariable.TRUNKLINE_SWEEP_READ_UNITS, 1),
                        number(environment, EnvironmentVariable.TRUNKLINE_SWEEP_CHECKS, 1),
                        Duration.ofSeconds(
                                number(environment, EnvironmentVariable.TRUNKLINE_EXPIRY_GRACE_SECONDS, 1))));
    }

    private static Optional<Queue> queue(Map<String, String> environment) {
        String url = text(environment, EnvironmentVariable.TRUNKLINE_FANOUT_QUEUE_URL);
        String dead = text(environment, EnvironmentVariable.TRUNKLINE_FANOUT_DEAD_LETTERS_URL);
        if (url.equals(NONE) != dead.equals(NONE)) {
            throw new IllegalArgumentException(EnvironmentVariable.TRUNKLINE_FANOUT_QUEUE_URL + " and "
                    + EnvironmentVariable.TRUNKLINE_FANOUT_DEAD_LETTERS_URL
                    + " must be set together or not at all; see ENVS.md");
        }
        return url.equals(NONE)
                ? Optional.empty()
                : Optional.of(new Queue(
                        url,
                        dead,
                        number(environment, EnvironmentVariable.TRUNKLINE_FANOUT_IN_PROCESS, 0),
                        number(environment, EnvironmentVariable.TRUNKLINE_FANOUT_PER_MESSAGE, 1)));
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

    private static int number(Map<String, String> environment, EnvironmentVariable variable, int least) {
        String text = text(environment, variable);
        try {
            int value = Integer.parseInt(text);
            if (value >= least) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below, in the same words as a number that is too small
        }
        throw new IllegalArgumentException(variable + " must be a whole number, at least " + least + "; see ENVS.md");
    }
}
