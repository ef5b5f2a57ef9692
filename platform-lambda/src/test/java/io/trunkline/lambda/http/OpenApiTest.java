package io.trunkline.lambda.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.web.router.Router;
import io.trunkline.core.message.RejectionCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The OpenAPI document says what there is: every route, every field, every code, and nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {
    /** The fields that each reader takes, by the schema that describes them; add yours with its route. */
    private static final Map<String, Set<String>> READ = Map.of(
            "Publish", PublishRequestReader.FIELDS,
            "PublishBatch", Set.of("events"),
            "Logout", LogoutRequestReader.FIELDS,
            "Memberships", MembershipsController.FIELDS,
            "StatedTicket", TicketRequestReader.STATED,
            "OwnTicket", TicketRequestReader.OWN);

    private final HttpRig rig = new HttpRig();
    private JsonNode document = HttpJson.object();

    @BeforeAll
    void askForIt() {
        HttpRig.Answer answer = rig.send("GET", "/v1/openapi.json", Map.of());
        assertThat(answer.status()).isEqualTo(200);
        document = answer.body();
    }

    @AfterAll
    void close() {
        rig.close();
    }

    @Test
    void everyRouteIsInTheDocumentAndNothingElse() {
        Set<String> routes = rig.bean(Router.class)
                .uriRoutes()
                .map(route -> route.getHttpMethodName() + " "
                        + OpenApiDocument.path(route.getUriMatchTemplate().toPathString()))
                // Micronaut answers HEAD wherever there is a GET
                .filter(route -> !route.startsWith("HEAD "))
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> described = operations().map(Operation::toString).collect(Collectors.toCollection(TreeSet::new));
        assertThat(described).isEqualTo(routes).isNotEmpty();
    }

    @Test
    void everyBodyAndEveryAnswerHasASchemaOfItsOwn() {
        assertThat(operations()).allSatisfy(operation -> {
            JsonNode body = operation.json().path("requestBody");
            if (!body.isMissingNode()) {
                described(operation + " takes", body.at("/content/application~1json/schema"));
            }
            operation.json().path("responses").properties().stream()
                    .filter(response -> response.getKey().startsWith("2"))
                    .filter(response -> !response.getKey().equals("204"))
                    .forEach(response -> described(
                            operation + " answers", response.getValue().at("/content/application~1json/schema")));
        });
    }

    private static void described(String what, JsonNode schema) {
        assertThat(schema.has("$ref")
                        || schema.has("oneOf")
                        || schema.path("type").asText().equals("object"))
                .as(what + " a described schema, not " + schema)
                .isTrue();
    }

    @Test
    void everyRequestIsDescribedByTheFieldsThatItsReaderTakes() {
        Set<String> named = operations()
                .flatMap(operation -> references(operation.json().path("requestBody")).stream())
                .collect(Collectors.toSet());
        assertThat(named).isEqualTo(READ.keySet());
        READ.forEach((schema, fields) ->
                assertThat(names(schema(schema).path("properties"))).as(schema).isEqualTo(new TreeSet<>(fields)));
    }

    @Test
    void everyReferenceLeadsToASchema() {
        assertThat(references(document))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(schema(name).isObject()).as(name).isTrue());
    }

    @Test
    void everyProblemIsEnumeratedAndEveryOperationMayAnswerOne() {
        assertThat(StreamSupport.stream(
                                schema("Problem").at("/properties/code/enum").spliterator(), false)
                        .map(JsonNode::asText))
                .containsExactlyElementsOf(Arrays.stream(RejectionCode.values())
                        .map(RejectionCode::code)
                        .toList());
        assertThat(operations()).allSatisfy(operation -> assertThat(operation
                        .json()
                        .at("/responses/default/content/application~1problem+json/schema/$ref")
                        .asText())
                .as(operation.toString())
                .isEqualTo("#/components/schemas/Problem"));
    }

    @Test
    void everyOperationSaysInWordsWhatItDoesAndWhoMayCallIt() {
        assertThat(operations()).allSatisfy(operation -> {
            assertThat(operation.json().path("summary").asText())
                    .as(operation.toString())
                    .isNotEmpty();
            boolean open = operation.path().equals("/v1/openapi.json");
            assertThat(operation.json().path("security").isEmpty())
                    .as(operation.toString())
                    .isEqualTo(open);
            assertThat(operation.json().path("x-scopes").isEmpty())
                    .as(operation.toString())
                    .isEqualTo(open);
        });
    }

    private record Operation(String method, String path, JsonNode json) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private Stream<Operation> operations() {
        return document.path("paths").properties().stream().flatMap(path -> path.getValue().properties().stream()
                .map(operation -> new Operation(
                        operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue())));
    }

    private JsonNode schema(String name) {
        return document.at("/components/schemas/" + name);
    }

    private static Set<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> references(JsonNode within) {
        return within.findValuesAsText("$ref").stream()
                .map(reference -> reference.substring(reference.lastIndexOf('/') + 1))
                .toList();
    }
}
