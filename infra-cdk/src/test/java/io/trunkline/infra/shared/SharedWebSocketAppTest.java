package io.trunkline.infra.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.infra.NeedsNode;
import io.trunkline.infra.Synthesized;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigatewayv2.CfnApi;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;

@NeedsNode
class SharedWebSocketAppTest {
    private static final AppRegistration ORDERS = AppRegistration.of("dev", "wizz", "order-receiver");

    @TempDir
    Path folder;

    private App app = new App();
    private Stack stack = new Stack();

    @BeforeEach
    void aStackOfAnApp() {
        app = new App(AppProps.builder()
                .outdir(folder.toString())
                .analyticsReporting(false)
                .build());
        stack = new Stack(app, "Orders");
    }

    @Test
    void a_function_that_publishes_gets_address_environment_and_permission_for_one_more_resource() {
        Set<String> before = resourcesWithoutIt();
        SharedWebSocketApp shared = new SharedWebSocketApp(stack, "Realtime", ORDERS);
        shared.allowPublish(function(stack, "Accept"));
        shared.allowPublish(function(stack, "Reject"));
        JsonNode template = synth();
        Set<String> after = ids(template);
        assertThat(after).hasSize(before.size() + 1);

        JsonNode function = Synthesized.resources(template, "AWS::Lambda::Function")
                .values()
                .iterator()
                .next();
        assertThat(function.path("Properties")
                        .path("Environment")
                        .path("Variables")
                        .properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("TRUNKLINE_WEBSOCKET_URL", "TRUNKLINE_HTTP_URL", "TRUNKLINE_API_KEY_SECRET");
        assertThat(Synthesized.resources(template, "AWS::IAM::ManagedPolicy").values())
                .singleElement()
                .satisfies(policy -> assertThat(policy.toString())
                        .contains("secret:trunkline/WizzUser/dev/wizz/order-receiver-??????")
                        .contains("secretsmanager:GetSecretValue")
                        .doesNotContain("execute-api"));
        assertThat(template.path("Parameters").findValuesAsText("Default"))
                .contains("/trunkline/WizzUser/dev/websocket-url", "/trunkline/WizzUser/dev/http-url");
    }

    @Test
    void a_client_only_app_adds_no_resource_at_all() {
        SharedWebSocketApp shared = new SharedWebSocketApp(stack, "Realtime", ORDERS.withDoor("orders.ws.example.com"));
        assertThat(shared.endpointUrl()).isEqualTo("wss://orders.ws.example.com");
        assertThat(ids(synth())).isEmpty();
    }

    @Test
    void a_stack_that_still_has_its_own_web_socket_api_is_refused_and_told_what_to_run() {
        new SharedWebSocketApp(stack, "Realtime", ORDERS);
        CfnApi.Builder.create(stack, "WebSocketApi")
                .name("order-receiver-websocket-api-dev")
                .protocolType("WEBSOCKET")
                .routeSelectionExpression("$request.body.action")
                .build();
        assertThatThrownBy(app::synth)
                .hasMessageContaining("Orders/WebSocketApi")
                .hasMessageContaining(
                        "./trunkline migrate template rewrite Orders.template.json --app wizz/order-receiver"
                                + " --out Orders.rewritten.json");
    }

    @Test
    void an_http_api_beside_it_is_nobodys_concern() {
        new SharedWebSocketApp(stack, "Realtime", ORDERS);
        CfnApi.Builder.create(stack, "RestApi")
                .name("orders")
                .protocolType("HTTP")
                .build();
        assertThat(ids(synth())).hasSize(1);
    }

    private Set<String> resourcesWithoutIt() {
        App once = new App(AppProps.builder()
                .outdir(folder.resolve("before").toString())
                .analyticsReporting(false)
                .build());
        Stack plain = new Stack(once, "Orders");
        function(plain, "Accept");
        function(plain, "Reject");
        return ids(Objects.requireNonNull(
                Synthesized.read(Path.of(once.synth().getDirectory())).get("Orders")));
    }

    private JsonNode synth() {
        return Objects.requireNonNull(
                Synthesized.read(Path.of(app.synth().getDirectory())).get("Orders"));
    }

    private static Set<String> ids(JsonNode template) {
        Set<String> ids = new HashSet<>();
        template.path("Resources").fieldNames().forEachRemaining(ids::add);
        return ids;
    }

    private static Function function(Stack stack, String id) {
        return Function.Builder.create(stack, id)
                .runtime(Runtime.NODEJS_22_X)
                .handler("index.handler")
                .code(Code.fromInline("exports.handler = async () => {};"))
                .build();
    }
}
