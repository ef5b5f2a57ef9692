package io.trunkline.infra.stack;

import static io.trunkline.core.schema.Metric.DELIVERED;
import static io.trunkline.core.schema.Metric.EVENTS_PUBLISHED;
import static io.trunkline.core.schema.Metric.FAILED;
import static io.trunkline.core.schema.Metric.FAULTS;
import static io.trunkline.core.schema.Metric.GONE;
import static io.trunkline.core.schema.Metric.HOOK_EVENTS_LOST;
import static io.trunkline.core.schema.Metric.OPEN_CONNECTIONS;
import static io.trunkline.core.schema.Metric.QUEUED;
import static io.trunkline.core.schema.Metric.THROTTLED;

import io.trunkline.core.schema.FunctionAccess;
import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.core.schema.QueueLayout;
import io.trunkline.core.schema.Tables;
import io.trunkline.infra.config.StageConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/** One dashboard, one topic, and an alarm for each thing that somebody should get up for. */
public final class ObservabilityStack extends Stack {
    /** CloudWatch's quota. */
    private static final int MOST_IN_AN_ALARM = 10;

    private static final Duration MINUTE = Duration.minutes(1);
    private static final Duration FIVE_MINUTES = Duration.minutes(5);

    private final StageConfig config;
    private final Topic topic;
    private final Dashboard dashboard;

    public ObservabilityStack(
            Construct scope, StageConfig config, RealtimeStack realtime, HttpApiStack http, FanOutStack fanOut) {
        super(
                scope,
                config.name("Observability"),
                StackProps.builder()
                        .description("Trunkline: dashboard and alarms")
                        .build());
        this.config = config;
        topic = Topic.Builder.create(this, "Alarms")
                .topicName(config.name("alarms"))
                .enforceSsl(true)
                .build();
        config.alarmEmail().ifPresent(address -> topic.addSubscription(new EmailSubscription(address)));
        dashboard = Dashboard.Builder.create(this, "Dashboard")
                .dashboardName(config.name("Trunkline"))
                .build();
        List<PlatformFunction> functions = Stream.of(realtime.functions(), List.of(http.function()), fanOut.functions())
                .flatMap(List::stream)
                .toList();
        webSocketApi(realtime.apiId());
        connections();
        functions(functions);
        deliveries(functions);
        queues();
        tables();
    }

    private void webSocketApi(String apiId) {
        Map<String, String> api = Map.of("ApiId", apiId, "Stage", config.stage().text());
        IMetric messages = metric("AWS/ApiGateway", "MessageCount", "Sum", api, MINUTE);
        IMetric connects = metric("AWS/ApiGateway", "ConnectCount", "Sum", api, MINUTE);
        IMetric failed = metric("AWS/ApiGateway", "IntegrationError", "Sum", api, MINUTE);
        IMetric execution = metric("AWS/ApiGateway", "ExecutionError", "Sum", api, MINUTE);
        IMetric rate = MathExpression.Builder.create()
                .expression(
                        "100 * (FILL(failed, 0) + FILL(execution, 0)) / (FILL(messages, 0) + FILL(connects, 0) + 1)")
                .usingMetrics(
                        Map.of("messages", messages, "connects", connects, "failed", failed, "execution", execution))
                .label("errors, % of connects and messages")
                .period(FIVE_MINUTES)
                .build();
        alarm("ErrorRate", "More than 1 % of connects and messages fail.", rate, 1, 3);
        alarm(
                "ConnectStorm",
                "As many connect within five minutes as may be connected: a launch, a flood, or clients that reconnect"
                        + " without a pause.",
                metric("AWS/ApiGateway", "ConnectCount", "Sum", api, FIVE_MINUTES),
                config.highConnections(),
                1);
        graph("Connects and messages a minute", connects, messages);
        graph(
                "WebSocket API: errors and latency",
                failed,
                execution,
                metric("AWS/ApiGateway", "ClientError", "Sum", api, MINUTE),
                metric("AWS/ApiGateway", "IntegrationLatency", "p99", api, MINUTE));
    }

    /** API Gateway tells how many connect, not how many are connected: the sweep does, as it looks at all of them. */
    private void connections() {
        IMetric open = own(OPEN_CONNECTIONS, FunctionLayout.SWEEP, "Maximum");
        alarm(
                "HighConnections",
                "More are connected than highConnections; raise it where that is meant to be.",
                open,
                config.highConnections(),
                2);
        graph("Open connections", open);
    }

    private void functions(List<PlatformFunction> functions) {
        IMetric throttles = sum(
                "throttles",
                functions.stream()
                        .map(function -> function("Throttles", "Sum", function, FIVE_MINUTES))
                        .toList());
        IMetric errors = sum(
                "errors",
                functions.stream()
                        .map(function -> function("Errors", "Sum", function, FIVE_MINUTES))
                        .toList());
        alarm("Throttles", "Lambda refuses to run functions: the account's concurrency is used up.", throttles, 0, 1);
        IMetric faults = sum(
                "faults",
                functions.stream()
                        .map(function -> own(FAULTS, function.layout(), "Sum"))
                        .toList());
        alarm(
                "FunctionErrors",
                "Functions end without an answer: by a time-out, for want of memory, at their start.",
                errors,
                5,
                1);
        alarm(
                "Faults",
                "Frames, requests and invocations end in faults; the functions' logs at level ERROR say which.",
                faults,
                5,
                1);
        graph("Functions: errors, faults and throttles", errors, faults, throttles);
        graph(
                "Functions: duration, p99",
                functions.stream()
                        .map(function -> function("Duration", "p99", function, MINUTE))
                        .toArray(IMetric[]::new));
    }

    private void deliveries(List<PlatformFunction> functions) {
        List<FunctionLayout> posting = functions.stream()
                .map(PlatformFunction::layout)
                .filter(function -> !FunctionAccess.of(function).posts().isEmpty())
                .toList();
        IMetric failed = sum(
                "failed",
                Stream.of(FAILED, THROTTLED)
                        .flatMap(metric -> posting.stream().map(function -> own(metric, function, "Sum")))
                        .toList());
        alarm(
                "FailedDeliveries",
                "Posts to connections are given up, other than to those that are gone.",
                failed,
                10,
                1);
        graph("Deliveries given up", failed);
        graph(
                "Deliveries",
                Stream.of(EVENTS_PUBLISHED, DELIVERED, GONE, QUEUED)
                        .map(metric -> own(metric, FunctionLayout.WEBSOCKET, "Sum"))
                        .toArray(IMetric[]::new));
        if (config.eventBus().isPresent()) {
            graph(
                    "Events that the bus was not told of",
                    posting.stream()
                            .filter(function -> FunctionAccess.of(function).tellsEvents())
                            .map(function -> own(HOOK_EVENTS_LOST, function, "Sum"))
                            .toArray(IMetric[]::new));
        }
    }

    private void queues() {
        QueueLayout layout = QueueLayout.of(config.tables());
        IMetric age = queued("ApproximateAgeOfOldestMessage", layout.fanOut());
        IMetric dead = queued("ApproximateNumberOfMessagesVisible", layout.deadLetters());
        alarm("QueueAge", "Queued fan-outs wait for more than a minute.", age, 60, 2);
        alarm("DeadLetters", "Fan-outs were given up; docs/deploy.md says how to try them again.", dead, 0, 1);
        graph("Fan-out queue", age, dead, queued("ApproximateNumberOfMessagesVisible", layout.fanOut()));
    }

    private void tables() {
        List<IMetric> throttled = new ArrayList<>();
        for (Tables.Table table : Tables.of(config.tables())) {
            Map<String, String> name = Map.of("TableName", table.name());
            throttled.add(metric("AWS/DynamoDB", "ReadThrottleEvents", "Sum", name, FIVE_MINUTES));
            throttled.add(metric("AWS/DynamoDB", "WriteThrottleEvents", "Sum", name, FIVE_MINUTES));
        }
        alarm(
                "TableThrottles",
                "DynamoDB throttles: a partition is too hot, or a table too new.",
                sum("throttled", throttled),
                0,
                2);
        graph("Tables: throttled requests", throttled.toArray(IMetric[]::new));
    }

    private IMetric function(String name, String statistic, PlatformFunction function, Duration period) {
        String deployed = config.name(function.layout().functionName());
        return metric("AWS/Lambda", name, statistic, Map.of("FunctionName", deployed), period);
    }

    /** One that the functions write themselves, as the core names it. */
    private IMetric own(io.trunkline.core.schema.Metric metric, FunctionLayout function, String statistic) {
        return metric(
                io.trunkline.core.schema.Metric.namespace(config.tables()),
                metric.metricName(),
                statistic,
                Map.of(io.trunkline.core.schema.Metric.FUNCTION, function.functionName()),
                FIVE_MINUTES);
    }

    /** By name, so that this stack can be changed without those that it watches. */
    private IMetric queued(String name, String queue) {
        Map<String, String> which = Map.of("QueueName", queue);
        return metric("AWS/SQS", name, "Maximum", which, FIVE_MINUTES);
    }

    private static IMetric metric(
            String namespace, String name, String statistic, Map<String, String> dimensions, Duration period) {
        return Metric.Builder.create()
                .namespace(namespace)
                .metricName(name)
                .statistic(statistic)
                .dimensionsMap(dimensions)
                .period(period)
                .build();
    }

    private static IMetric sum(String label, List<? extends IMetric> metrics) {
        if (metrics.size() > MOST_IN_AN_ALARM) {
            throw new IllegalArgumentException("an alarm has at most " + MOST_IN_AN_ALARM + " metrics: " + label);
        }
        Map<String, IMetric> named = new TreeMap<>();
        for (IMetric metric : metrics) {
            named.put(label + named.size(), metric);
        }
        // what is zero is not written, by us or by AWS, and a sum in which one is missing would be missing
        return MathExpression.Builder.create()
                .expression(named.keySet().stream()
                        .map(name -> "FILL(" + name + ", 0)")
                        .collect(Collectors.joining(" + ")))
                .usingMetrics(named)
                .label(label)
                .period(FIVE_MINUTES)
                .build();
    }

    /** Goes off where {@code metric} is above {@code bound} in {@code periods} periods, and on nothing measured. */
    private void alarm(String id, String meaning, IMetric metric, Number bound, int periods) {
        Alarm alarm = Alarm.Builder.create(this, id)
                .alarmName(config.name(id))
                .alarmDescription(meaning)
                .metric(metric)
                .threshold(bound)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .evaluationPeriods(periods)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
        alarm.addAlarmAction(new SnsAction(topic));
    }

    private void graph(String title, IMetric... metrics) {
        dashboard.addWidgets(GraphWidget.Builder.create()
                .title(title)
                .left(List.of(metrics))
                .width(12)
                .build());
    }
}
