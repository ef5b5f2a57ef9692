package io.trunkline.lambda.metrics;

import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.core.schema.Metric;
import io.trunkline.lambda.config.Settings;
import io.trunkline.routing.key.TenantId;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.cloudwatchlogs.emf.config.EnvironmentConfigurationProvider;
import software.amazon.cloudwatchlogs.emf.environment.Environments;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;
import software.amazon.lambda.powertools.metrics.provider.EmfMetricsProvider;
import software.amazon.lambda.powertools.metrics.provider.MetricsProvider;

/**
 * Writes an invocation's counts as one line of embedded metric format to standard output, from which CloudWatch makes
 * metrics. No call goes out, and a line that cannot be written fails nobody.
 *
 * <p>Each line has an instance of powertools' metrics of its own. The shared one that powertools hands out keeps its
 * state by trace id, and under one name where there is none: invocations that run at once in one environment would then
 * write each other's counts.
 */
@Singleton
public final class MetricsWriter {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsWriter.class);

    static {
        // the library would otherwise look for the metadata services of EC2 and ECS where it is not sure
        EnvironmentConfigurationProvider.getConfig().setEnvironmentOverride(Environments.Lambda);
    }

    private final MetricsProvider provider = new EmfMetricsProvider();
    private final String namespace;
    private final TenantNames tenants;

    MetricsWriter(Settings settings) {
        this.namespace = Metric.namespace(settings.tables());
        this.tenants = new TenantNames(settings.metricTenants());
    }

    /** Writes; under the function, and under {@code tenant} where one is known. */
    public void write(FunctionLayout function, Optional<TenantId> tenant, InvocationMetrics counted) {
        if (counted.values().isEmpty()) {
            // the library would warn of a line without a number
            return;
        }
        try {
            Metrics metrics = provider.getMetricsInstance();
            metrics.setNamespace(namespace);
            metrics.clearDefaultDimensions();
            metrics.addDimension(Metric.FUNCTION, function.functionName());
            tenant.map(tenants::of).ifPresent(name -> metrics.addDimension(Metric.TENANT, name));
            counted.values()
                    .forEach((metric, values) -> values.forEach(
                            value -> metrics.addMetric(metric.metricName(), value, unit(metric.unit()))));
            metrics.flush();
        } catch (RuntimeException e) {
            LOG.warn("metrics not written", e);
        }
    }

    private static MetricUnit unit(Metric.Unit unit) {
        return switch (unit) {
            case COUNT -> MetricUnit.COUNT;
            case MILLISECONDS -> MetricUnit.MILLISECONDS;
        };
    }
}
