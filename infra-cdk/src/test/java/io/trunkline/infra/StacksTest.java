package io.trunkline.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.schema.EnvironmentVariable;
import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.core.schema.Metric;
import io.trunkline.core.schema.Tables;
import io.trunkline.infra.config.StageConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Stack;

/** What must be in the templates. */
@NeedsNode
class StacksTest {
    private static final List<String> STATEFUL =
            List.of("AWS::ApiGatewayV2::Api", "AWS::DynamoDB::Table", "AWS::KMS::Key", "AWS::SQS::Queue");

    @Test
    void each_table_is_deployed_as_the_core_defines_it() {
        StageConfig config = Synthesized.prod();
        Map<String, JsonNode> deployed =
                Synthesized.resources(Synthesized.template(config, "Data"), "AWS::DynamoDB::Table");
        assertThat(deployed).hasSize(Tables.of(config.tables()).size());
        for (Tables.Table layout : Tables.of(config.tables())) {
            JsonNode table = deployed.values().stream()
                    .filter(one ->
                            one.path("Properties").path("TableName").asText().equals(layout.name()))
                    .findFirst()
                    .orElseThrow();
            JsonNode properties = table.path("Properties");
            assertThat(properties.path("KeySchema").findValuesAsText("AttributeName"))
                    .containsExactlyElementsOf(layout.sort()
                            .map(sort -> List.of(layout.partition().name(), sort.name()))
                            .orElseGet(() -> List.of(layout.partition().name())));
            assertThat(properties.path("GlobalSecondaryIndexes").findValuesAsText("IndexName"))
                    .containsExactlyElementsOf(
                            layout.index().stream().map(Tables.Index::name).toList());
            assertThat(properties.path("BillingMode").asText()).isEqualTo("PAY_PER_REQUEST");
            assertThat(properties
                            .path("TimeToLiveSpecification")
                            .path("Enabled")
                            .asBoolean())
                    .isEqualTo(layout.expires());
            assertThat(properties
                            .path("PointInTimeRecoverySpecification")
                            .path("PointInTimeRecoveryEnabled")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void prods_tables_outlive_their_stack_and_devs_do_not() {
        for (StageConfig config : List.of(Synthesized.prod(), Synthesized.dev())) {
            boolean kept = config.stage().keepsData();
            Synthesized.resources(Synthesized.template(config, "Data"), "AWS::DynamoDB::Table")
                    .forEach((id, table) -> {
                        assertThat(table.path("DeletionPolicy").asText()).isEqualTo(kept ? "Retain" : "Delete");
                        assertThat(table.path("Properties")
                                        .path("DeletionProtectionEnabled")
                                        .asBoolean())
                                .isEqualTo(kept);
                    });
        }
    }

    @Test
    void tables_with_a_key_of_their_own_are_encrypted_by_it_and_it_rotates() {
        JsonNode data = Synthesized.template(Synthesized.everything(), "Data");
        assertThat(Synthesized.resources(data, "AWS::KMS::Key").values())
                .singleElement()
                .satisfies(key -> assertThat(
                                key.path("Properties").path("EnableKeyRotation").asBoolean())
                        .isTrue());
        assertThat(Synthesized.resources(data, "AWS::DynamoDB::Table").values())
                .allSatisfy(table -> assertThat(table.path("Properties")
                                .path("SSESpecification")
                                .path("SSEType")
                                .asText())
                        .isEqualTo("KMS"));
    }

    @Test
    void each_function_is_deployed_as_the_local_gateway_runs_it() {
        StageConfig config = Synthesized.prod();
        Map<String, JsonNode> functions = Synthesized.templates(config).values().stream()
                .flatMap(template -> Synthesized.resources(template, "AWS::Lambda::Function").values().stream())
                .collect(Collectors.toMap(
                        function ->
                                function.path("Properties").path("FunctionName").asText(),
                        function -> function));
        assertThat(functions).hasSize(FunctionLayout.values().length);
        for (FunctionLayout layout : FunctionLayout.values()) {
            JsonNode properties = Synthesized.named(functions, config.name(layout.functionName()))
                    .path("Properties");
            assertThat(properties.path("Handler").asText()).isEqualTo(layout.handler());
            assertThat(properties.path("MemorySize").asInt()).isEqualTo(layout.memoryMegabytes());
            assertThat(properties.path("Timeout").asLong())
                    .isEqualTo(layout.timeout().toSeconds());
            assertThat(properties.path("Runtime").asText()).isEqualTo("java25");
            assertThat(properties.path("Architectures").path(0).asText()).isEqualTo("arm64");
            assertThat(properties.path("SnapStart").path("ApplyOn").asText()).isEqualTo("PublishedVersions");
            Set<String> names = new HashSet<>();
            properties.path("Environment").path("Variables").fieldNames().forEachRemaining(names::add);
            for (EnvironmentVariable variable : EnvironmentVariable.values()) {
                if (variable.defaultValue().isPresent()) {
                    assertThat(names).contains(variable.name());
                }
            }
        }
    }

    @Test
    void the_sweep_is_fired_every_minute() {
        JsonNode fanOut = Synthesized.template(Synthesized.prod(), "FanOut");
        assertThat(Synthesized.resources(fanOut, "AWS::Events::Rule").values())
                .singleElement()
                .satisfies(rule -> {
                    JsonNode properties = rule.path("Properties");
                    assertThat(properties.path("ScheduleExpression").asText()).isEqualTo("rate(1 minute)");
                    assertThat(properties.at("/Targets/0/Arn/Ref").asText()).contains("Live");
                    assertThat(properties.path("State").asText("ENABLED")).isEqualTo("ENABLED");
                });
    }

    @Test
    void whatever_calls_a_function_calls_a_published_version_by_its_alias() {
        Synthesized.templates(Synthesized.everything()).values().forEach(template -> {
            Synthesized.resources(template, "AWS::Lambda::Permission").forEach((id, permission) -> assertThat(permission
                            .path("Properties")
                            .path("FunctionName")
                            .path("Ref")
                            .asText())
                    .as(id)
                    .contains("Live"));
            Synthesized.resources(template, "AWS::ApiGatewayV2::Integration")
                    .forEach((id, integration) -> assertThat(integration
                                    .path("Properties")
                                    .path("IntegrationUri")
                                    .toString())
                            .as(id)
                            .contains("Live"));
        });
    }

    @Test
    void the_web_socket_api_has_its_three_routes_and_answers_messages() {
        JsonNode realtime = Synthesized.template(Synthesized.dev(), "Realtime");
        assertThat(Synthesized.named(Synthesized.resources(realtime, "AWS::ApiGatewayV2::Api"), "WebSocketApi")
                        .path("Properties")
                        .path("Name")
                        .asText())
                .isEqualTo("WizzUser-WebSocket-dev");
        Map<String, JsonNode> routes = Synthesized.resources(realtime, "AWS::ApiGatewayV2::Route").values().stream()
                .collect(Collectors.toMap(
                        route -> route.path("Properties").path("RouteKey").asText(),
                        route -> route.path("Properties")));
        assertThat(routes.keySet()).containsExactlyInAnyOrder("$connect", "$disconnect", "$default");
        assertThat(Synthesized.named(routes, "$connect")
                        .path("AuthorizationType")
                        .asText())
                .isEqualTo("CUSTOM");
        assertThat(Synthesized.named(routes, "$default")
                        .path("RouteResponseSelectionExpression")
                        .asText())
                .isEqualTo("$default");
        assertThat(Synthesized.resources(realtime, "AWS::ApiGatewayV2::RouteResponse"))
                .hasSize(1);
        // older apps bring their token in the first frame, so that no query or header may be required
        assertThat(Synthesized.resources(realtime, "AWS::ApiGatewayV2::Authorizer")
                        .values())
                .singleElement()
                .satisfies(
                        authorizer -> assertThat(authorizer.path("Properties").has("IdentitySource"))
                                .isFalse());
    }

    @Test
    void a_wildcard_domain_leads_every_door_to_the_web_socket_api() {
        JsonNode realtime = Synthesized.template(Synthesized.everything(), "Realtime");
        assertThat(Synthesized.resources(realtime, "AWS::ApiGatewayV2::DomainName")
                        .values())
                .singleElement()
                .satisfies(domain -> assertThat(
                                domain.path("Properties").path("DomainName").asText())
                        .isEqualTo("*.ws.example.com"));
        assertThat(Synthesized.resources(realtime, "AWS::Route53::RecordSet")).hasSize(1);
        assertThat(Synthesized.resources(realtime, "AWS::ApiGatewayV2::ApiMapping"))
                .hasSize(1);
        assertThat(realtime.path("Outputs").path("Doors").path("Value").asText())
                .isEqualTo("wss://*.ws.example.com");
    }

    @Test
    void every_alarm_of_the_platform_is_there_and_tells_the_topic() {
        JsonNode observability = Synthesized.template(Synthesized.prod(), "Observability");
        Map<String, JsonNode> alarms = Synthesized.resources(observability, "AWS::CloudWatch::Alarm");
        assertThat(alarms.values().stream().map(alarm -> alarm.path("Properties")
                        .path("AlarmName")
                        .asText()
                        .replace("WizzUser-prod-", "")))
                .containsExactlyInAnyOrder(
                        "ErrorRate",
                        "ConnectStorm",
                        "Faults",
                        "Throttles",
                        "FunctionErrors",
                        "QueueAge",
                        "DeadLetters",
                        "TableThrottles",
                        "HighConnections",
                        "FailedDeliveries");
        assertThat(alarms.values()).allSatisfy(alarm -> {
            assertThat(alarm.path("Properties").path("AlarmActions")).isNotEmpty();
            assertThat(alarm.path("Properties").path("AlarmDescription").asText())
                    .isNotBlank();
        });
    }

    @Test
    void alarms_and_graphs_watch_metrics_that_the_functions_write_under_the_dimension_that_they_write_them_under() {
        StageConfig config = Synthesized.everything();
        Set<String> written =
                Arrays.stream(Metric.values()).map(Metric::metricName).collect(Collectors.toSet());
        Set<String> functions = Arrays.stream(FunctionLayout.values())
                .map(FunctionLayout::functionName)
                .collect(Collectors.toSet());
        List<String> seen = new ArrayList<>();
        JsonNode observability = Synthesized.template(config, "Observability");
        for (JsonNode alarm :
                Synthesized.resources(observability, "AWS::CloudWatch::Alarm").values()) {
            for (JsonNode metric : alarm.findParents("MetricName")) {
                if (metric.path("Namespace").asText().startsWith("AWS/")) {
                    continue;
                }
                assertThat(metric.path("Namespace").asText()).isEqualTo(Metric.namespace(config.tables()));
                assertThat(written).contains(metric.path("MetricName").asText());
                assertThat(metric.path("Dimensions")).singleElement().satisfies(dimension -> {
                    assertThat(dimension.path("Name").asText()).isEqualTo(Metric.FUNCTION);
                    assertThat(functions).contains(dimension.path("Value").asText());
                });
                seen.add(metric.path("MetricName").asText());
            }
        }
        assertThat(seen).contains("OpenConnections", "Failed", "Throttled", "Faults");
        assertThat(Synthesized.resources(observability, "AWS::CloudWatch::Dashboard")
                        .values())
                .singleElement()
                .satisfies(dashboard -> assertThat(dashboard
                                .path("Properties")
                                .path("DashboardBody")
                                .toString())
                        .contains("OpenConnections", "HookEventsLost"));
    }

    @Test
    void a_sum_of_metrics_of_which_one_is_not_written_is_still_a_sum() {
        JsonNode observability = Synthesized.template(Synthesized.prod(), "Observability");
        Synthesized.resources(observability, "AWS::CloudWatch::Alarm").forEach((id, alarm) -> {
            List<String> expressions = alarm.findValuesAsText("Expression");
            List<JsonNode> metrics = alarm.findParents("MetricStat");
            metrics.forEach(metric -> assertThat(expressions).as(id).anySatisfy(expression -> assertThat(expression)
                    .contains("FILL(" + metric.path("Id").asText() + ", 0)")));
        });
    }

    @Test
    void a_stage_with_a_bus_tells_it_by_two_functions_and_others_know_of_none() {
        Synthesized.templates(Synthesized.everything()).forEach((stack, template) -> Synthesized.resources(
                        template, "AWS::Lambda::Function")
                .forEach((id, function) -> {
                    String name =
                            function.path("Properties").path("FunctionName").asText();
                    boolean tells = name.endsWith("-websocket") || name.endsWith("-http");
                    assertThat(function.at("/Properties/Environment/Variables/TRUNKLINE_EVENT_BUS")
                                    .asText())
                            .as(name)
                            .isEqualTo(tells ? "wizz-events" : "none");
                }));
        assertThat(Synthesized.templates(Synthesized.prod()).toString())
                .doesNotContain("events:PutEvents")
                .doesNotContain("wizz-events");
    }

    @Test
    void resources_that_hold_data_keep_their_logical_ids() throws IOException {
        TreeSet<String> ids = new TreeSet<>();
        Synthesized.templates(Synthesized.everything())
                .forEach((stack, template) -> STATEFUL.forEach(type -> Synthesized.resources(template, type)
                        .forEach((id, resource) -> ids.add(stack + " " + id + " " + type))));
        assertThat(ids)
                .as("a new logical id replaces the resource, and what it held is gone")
                .containsExactlyElementsOf(Files.readAllLines(Path.of("src/test/resources/stateful-logical-ids.txt")));
    }

    @Test
    void a_second_synth_changes_nothing(@TempDir Path folder) {
        StageConfig config = Synthesized.everything();
        App app = Platform.app(folder, Map.of());
        new Platform(app, config, Synthesized.zip());
        Platform.account(app);
        assertThat(Synthesized.read(Path.of(app.synth().getDirectory()))).isEqualTo(Synthesized.templates(config));
    }

    @Test
    void two_stages_live_side_by_side_in_one_account(@TempDir Path folder) {
        App app = Platform.app(folder, Map.of());
        new Platform(app, Synthesized.dev(), Synthesized.zip());
        new Platform(app, Synthesized.prod(), Synthesized.zip());
        Map<String, JsonNode> templates = Synthesized.read(Path.of(app.synth().getDirectory()));
        assertThat(templates).hasSize(10);
        Set<String> names = new HashSet<>();
        templates.forEach((stack, template) -> {
            template.path("Resources").properties().forEach(resource -> names(resource.getValue())
                    .forEach(name ->
                            assertThat(names.add(name)).as(stack + " " + name).isTrue()));
            template.path("Outputs").forEach(output -> {
                if (output.has("Export")) {
                    assertThat(names.add(output.path("Export").path("Name").asText()))
                            .isTrue();
                }
            });
        });
    }

    /** The names that a resource takes in the account. */
    private static List<String> names(JsonNode resource) {
        String type = resource.path("Type").asText();
        return java.util.stream.Stream.of(
                        "TableName",
                        "FunctionName",
                        "QueueName",
                        "TopicName",
                        "LogGroupName",
                        "AlarmName",
                        "DashboardName",
                        "RoleName")
                .map(property -> resource.path("Properties").path(property))
                .filter(JsonNode::isTextual)
                .map(name -> type + " " + name.asText())
                .toList();
    }

    @Test
    void synth_without_the_functions_package_says_what_to_run(@TempDir Path folder) {
        App app = Platform.app(folder, Map.of());
        assertThatThrownBy(() -> new Platform(app, Synthesized.dev(), folder.resolve("platform-lambda.zip")))
                .hasMessageContaining("./trunkline build");
    }

    @Test
    void a_stack_above_450_resources_fails_the_synth(@TempDir Path folder) {
        App app = Platform.app(folder, Map.of());
        Stack stack = new Stack(app, "TooLarge");
        for (int i = 0; i <= Platform.RESOURCE_LIMIT; i++) {
            CfnResource.Builder.create(stack, "R" + i).type("AWS::SNS::Topic").build();
        }
        assertThatThrownBy(app::synth).hasMessageContaining("451").hasMessageContaining("450");
    }
}
