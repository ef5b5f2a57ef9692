package io.trunkline.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.infra.config.StageConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must be in no template of no stage. */
@NeedsNode
class NeverTest {
    private static final Pattern SECRET_NAME = Pattern.compile("(?i).*(secret|password|token|api_?key|credential).*");

    static Stream<StageConfig> stages() {
        return Stream.of(Synthesized.dev(), Synthesized.prod(), Synthesized.everything());
    }

    @ParameterizedTest
    @MethodSource("stages")
    void nobody_is_let_in_by_an_asterisk(StageConfig config) {
        List<String> open = new ArrayList<>();
        statements(config, (place, statement) -> {
            boolean denies = statement.path("Effect").asText().equals("Deny");
            if (!denies && texts(statement.path("Principal")).contains("*")) {
                open.add(place);
            }
        });
        everyResource(config, (place, resource) -> {
            if (resource.path("Type").asText().equals("AWS::Lambda::Permission")) {
                assertThat(resource.path("Properties").path("Principal").asText())
                        .as(place)
                        .isNotEqualTo("*");
                assertThat(resource.path("Properties").has("SourceArn"))
                        .as("source of " + place)
                        .isTrue();
            }
        });
        assertThat(open).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("stages")
    void no_role_may_do_everything_or_act_on_everything(StageConfig config) {
        statements(config, (place, statement) -> {
            if (statement.path("Effect").asText().equals("Deny") || place.contains("TablesKey")) {
                return; // a key's own policy speaks of that key by an asterisk
            }
            assertThat(texts(statement.path("Action"))).as(place).noneMatch(action -> action.contains("*"));
            assertThat(statement.path("Resource").isMissingNode() ? List.of("") : texts(statement.path("Resource")))
                    .as(place)
                    .doesNotContain("*");
        });
    }

    @ParameterizedTest
    @MethodSource("stages")
    void no_table_or_queue_is_public(StageConfig config) {
        everyResource(config, (place, resource) -> {
            JsonNode properties = resource.path("Properties");
            if (resource.path("Type").asText().equals("AWS::DynamoDB::Table")) {
                assertThat(properties.has("ResourcePolicy")).as(place).isFalse();
            }
            if (resource.path("Type").asText().equals("AWS::SQS::Queue")) {
                assertThat(properties.path("SqsManagedSseEnabled").asBoolean())
                        .as(place)
                        .isTrue();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("stages")
    void no_secret_stands_in_a_template(StageConfig config) {
        everyResource(config, (place, resource) -> resource.path("Properties")
                .path("Environment")
                .path("Variables")
                .properties()
                .forEach(variable -> assertThat(variable.getKey()).as(place).doesNotMatch(SECRET_NAME)));
        Synthesized.templates(config).forEach((stack, template) -> assertThat(template.toString())
                .as(stack)
                .doesNotContain("SecretString")
                .doesNotContain("eyJ"));
    }

    @ParameterizedTest
    @MethodSource("stages")
    void no_log_can_hold_a_token(StageConfig config) {
        List<String> formats = new ArrayList<>();
        everyResource(config, (place, resource) -> {
            if (!resource.path("Type").asText().equals("AWS::ApiGatewayV2::Stage")) {
                return;
            }
            JsonNode properties = resource.path("Properties");
            formats.add(properties.path("AccessLogSettings").path("Format").asText());
            assertThat(properties
                            .path("DefaultRouteSettings")
                            .path("DataTraceEnabled")
                            .asBoolean())
                    .as(place)
                    .isFalse();
            assertThat(properties
                            .path("DefaultRouteSettings")
                            .path("LoggingLevel")
                            .asText("OFF"))
                    .as(place)
                    .isEqualTo("OFF");
        });
        assertThat(formats).hasSize(2).allSatisfy(format -> assertThat(format)
                .startsWith("{")
                .doesNotContainIgnoringCase("authorizer")
                .doesNotContainIgnoringCase("query")
                .doesNotContainIgnoringCase("header")
                .doesNotContainIgnoringCase("protocol")
                .doesNotContainIgnoringCase("path"));
    }

    @ParameterizedTest
    @MethodSource("stages")
    void no_other_stage_is_named(StageConfig config) {
        Synthesized.templates(config).forEach((stack, template) -> {
            String text = template.toString().replace("abc123def0/dev", "");
            Stream.of("dev", "staging", "prod")
                    .filter(other -> !other.equals(config.stage().text()))
                    .forEach(other -> assertThat(text)
                            .as(stack)
                            .doesNotContain("_" + other)
                            .doesNotContain("-" + other)
                            .doesNotContain("/" + other));
        });
    }

    private static void everyResource(StageConfig config, BiConsumer<String, JsonNode> each) {
        Synthesized.templates(config).forEach((stack, template) -> template.path("Resources")
                .properties()
                .forEach(resource -> each.accept(stack + " " + resource.getKey(), resource.getValue())));
    }

    private static void statements(StageConfig config, BiConsumer<String, JsonNode> each) {
        everyResource(config, (place, resource) -> resource.findValues("Statement")
                .forEach(list -> list.forEach(statement -> each.accept(place, statement))));
    }

    /** Every text in {@code node}, however deep. */
    private static List<String> texts(JsonNode node) {
        if (node.isTextual()) {
            return List.of(node.asText());
        }
        List<String> texts = new ArrayList<>();
        if (node.has("Fn::Join")) {
            StringBuilder joined = new StringBuilder();
            node.path("Fn::Join").path(1).forEach(part -> joined.append(part.isTextual() ? part.asText() : "…"));
            return List.of(joined.toString());
        }
        node.forEach(child -> texts.addAll(texts(child)));
        return texts;
    }
}
