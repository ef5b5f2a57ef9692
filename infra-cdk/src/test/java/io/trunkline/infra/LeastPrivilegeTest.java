package io.trunkline.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.schema.FunctionAccess;
import io.trunkline.core.schema.FunctionAccess.TableAction;
import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.infra.config.StageConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each function's role may do. */
@NeedsNode
class LeastPrivilegeTest {
    private final StageConfig config = Synthesized.everything();

    @ParameterizedTest
    @EnumSource(FunctionLayout.class)
    void a_role_may_do_on_the_tables_what_the_core_says_and_no_more(FunctionLayout function) {
        FunctionAccess access = FunctionAccess.of(function);
        Map<String, Set<TableAction>> expected = new TreeMap<>();
        expected.put("table/" + config.tables().connections(), access.connections());
        expected.put("table/" + config.tables().subscriptions(), access.subscriptions());
        expected.put("table/" + config.tables().subscriptions() + "/index/byConnection", access.roomsOfConnection());
        expected.put("table/" + config.tables().registry(), access.registry());
        expected.put("table/" + config.tables().events(), access.events());
        expected.values().removeIf(Set::isEmpty);

        Map<String, Set<String>> granted = new TreeMap<>();
        statements(function).forEach(statement -> actions(statement).stream()
                .filter(action -> action.startsWith("dynamodb:"))
                .forEach(action -> resources(statement).forEach(resource -> granted.computeIfAbsent(
                                resource.substring(resource.indexOf("table/")), ignored -> new TreeSet<>())
                        .add(action))));

        assertThat(granted.keySet()).isEqualTo(expected.keySet());
        granted.forEach((table, actions) -> assertThat(actions)
                .as(table)
                .containsExactlyInAnyOrderElementsOf(Objects.requireNonNull(expected.get(table)).stream()
                        .map(action -> "dynamodb:" + action.operation())
                        .toList()));
    }

    @Test
    void connections_are_managed_at_this_api_and_the_registered_doors_only() {
        for (FunctionLayout function : FunctionLayout.values()) {
            List<String> managed = statements(function).stream()
                    .filter(statement -> actions(statement).contains("execute-api:ManageConnections"))
                    .flatMap(statement -> resources(statement).stream())
                    .toList();
            if (FunctionAccess.of(function).posts().isEmpty()) {
                assertThat(managed).isEmpty();
            } else {
                assertThat(managed)
                        .hasSize(2 * FunctionAccess.of(function).posts().size())
                        .allMatch(arn -> arn.matches(".*:(…/prod|abc123def0/dev)/(POST|GET|DELETE)/@connections/\\*"));
            }
        }
    }

    @Test
    void only_who_verifies_tokens_reads_secrets_and_only_those_that_are_named() {
        for (FunctionLayout function : FunctionLayout.values()) {
            List<String> secrets = statements(function).stream()
                    .filter(statement -> actions(statement).contains("secretsmanager:GetSecretValue"))
                    .flatMap(statement -> resources(statement).stream())
                    .toList();
            if (FunctionAccess.of(function).readsSecrets()) {
                assertThat(secrets).singleElement().satisfies(arn -> assertThat(arn)
                        .endsWith(":secret:landinghub/jwt-secret-??????"));
            } else {
                assertThat(secrets).isEmpty();
            }
        }
    }

    @Test
    void only_who_connects_and_publishes_tells_the_bus_and_that_one_alone() {
        for (FunctionLayout function : FunctionLayout.values()) {
            List<String> buses = statements(function).stream()
                    .filter(statement -> actions(statement).contains("events:PutEvents"))
                    .flatMap(statement -> resources(statement).stream())
                    .toList();
            if (FunctionAccess.of(function).tellsEvents()) {
                assertThat(buses).singleElement().satisfies(arn -> assertThat(arn)
                        .endsWith(":event-bus/wizz-events"));
            } else {
                assertThat(buses).isEmpty();
            }
        }
    }

    @Test
    void an_asterisk_ends_a_name_only_where_the_rest_is_not_known_before() {
        for (FunctionLayout function : FunctionLayout.values()) {
            assertThat(statements(function).stream()
                            .flatMap(statement -> resources(statement).stream())
                            .filter(resource -> resource.contains("*")))
                    .allMatch(resource -> resource.endsWith("/@connections/*"));
        }
    }

    private List<JsonNode> statements(FunctionLayout function) {
        List<JsonNode> statements = new ArrayList<>();
        Synthesized.templates(config).values().forEach(template -> Synthesized.resources(template, "AWS::IAM::Role")
                .forEach((id, role) -> {
                    String description =
                            role.path("Properties").path("Description").asText();
                    if (description.equals("What " + config.name(function.functionName()) + " may do")) {
                        role.path("Properties").path("Policies").forEach(policy -> policy.path("PolicyDocument")
                                .path("Statement")
                                .forEach(statements::add));
                    }
                }));
        assertThat(statements).as("statements of " + function).isNotEmpty();
        return statements;
    }

    private static List<String> actions(JsonNode statement) {
        return list(statement.path("Action"));
    }

    private static List<String> resources(JsonNode statement) {
        return list(statement.path("Resource"));
    }

    private static List<String> list(JsonNode oneOrMore) {
        if (oneOrMore.isArray()) {
            List<String> all = new ArrayList<>();
            oneOrMore.forEach(one -> all.addAll(list(one)));
            return all;
        }
        if (oneOrMore.has("Fn::Join")) {
            List<String> parts = new ArrayList<>();
            oneOrMore.path("Fn::Join").path(1).forEach(part -> parts.add(part.isTextual() ? part.asText() : "…"));
            return List.of(parts.stream().collect(Collectors.joining()));
        }
        return List.of(oneOrMore.isTextual() ? oneOrMore.asText() : "…");
    }
}
