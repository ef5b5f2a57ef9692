package io.trunkline.infra.shared;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigatewayv2.CfnApi;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.ssm.StringParameter;
import software.constructs.Construct;
import software.constructs.IValidation;

/**
 * What an app's own stack has in place of its own WebSocket API, routes, integrations, stage, permissions and table:
 * the address that its clients connect to, and what its backends need to publish. It adds one resource, a policy, and
 * that only where something publishes.
 *
 * <p>A stack that still declares a WebSocket API of its own does not synthesize: deploying one with both would split
 * its users over two endpoints, and deploying without the old one would cut those who are on it.
 */
public final class SharedWebSocketApp extends Construct {
    /** Where clients connect; in a function's environment. */
    public static final String WEBSOCKET_URL = "TRUNKLINE_WEBSOCKET_URL";

    /** Where backends publish. */
    public static final String HTTP_URL = "TRUNKLINE_HTTP_URL";

    /** The name of the secret that holds the API key to publish with, never the key. */
    public static final String API_KEY_SECRET = "TRUNKLINE_API_KEY_SECRET";

    private final AppRegistration registration;
    private final String endpointUrl;
    private final String httpUrl;
    private Optional<ManagedPolicy> publishPolicy = Optional.empty();

    public SharedWebSocketApp(Construct scope, String id, AppRegistration registration) {
        super(scope, id);
        this.registration = registration;
        endpointUrl = registration
                .door()
                .map(door -> "wss://" + door)
                .orElseGet(() ->
                        fromPlatform("websocket-url") + "?app=" + registration.tenant() + "/" + registration.app());
        httpUrl = fromPlatform("http-url");
        Stack stack = Stack.of(this);
        getNode().addValidation((IValidation) () -> ownApis(stack));
    }

    private String fromPlatform(String name) {
        return StringParameter.valueForStringParameter(this, registration.parameter(name));
    }

    private List<String> ownApis(Stack stack) {
        return stack.getNode().findAll().stream()
                .filter(CfnApi.class::isInstance)
                .map(CfnApi.class::cast)
                .filter(api -> "WEBSOCKET".equals(api.getProtocolType()))
                .map(api -> refusal(stack.getStackName(), api.getNode().getPath()))
                .toList();
    }

    private String refusal(String stack, String api) {
        return "stack " + stack + " still declares its own WebSocket API, " + api
                + ". Move its connections and clients first (./trunkline migrate --help). Then take the API, its"
                + " routes, integrations, stage and permissions out of this stack; what goes and what is left shows,"
                + " on the template of its last synth, ./trunkline migrate template rewrite " + stack
                + ".template.json --app " + registration.tenant() + "/" + registration.app() + " --out " + stack
                + ".rewritten.json";
    }

    /** {@code wss://…}: what the app's clients are built with. */
    public String endpointUrl() {
        return endpointUrl;
    }

    /** What a function needs to know to publish; {@link #allowPublish} sets it. */
    public Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put(WEBSOCKET_URL, endpointUrl);
        environment.put(HTTP_URL, httpUrl);
        environment.put(API_KEY_SECRET, registration.keySecret());
        return environment;
    }

    /**
     * Lets {@code function} publish: its environment, and the right to read the app's API key. Publishing itself is
     * {@code POST /v1/publish} with that key; no right on any connection or table goes with it.
     */
    public void allowPublish(Function function) {
        environment().forEach(function::addEnvironment);
        ManagedPolicy policy = publishPolicy.orElseGet(this::createPolicy);
        publishPolicy = Optional.of(policy);
        Objects.requireNonNull(function.getRole()).addManagedPolicy(policy);
    }

    private ManagedPolicy createPolicy() {
        return ManagedPolicy.Builder.create(this, "Publish")
                .description("Publish through Trunkline as " + registration.tenant() + "/" + registration.app())
                .statements(List.of(PolicyStatement.Builder.create()
                        .sid("ApiKey")
                        .actions(List.of("secretsmanager:GetSecretValue"))
                        .resources(List.of(Stack.of(this)
                                .formatArn(ArnComponents.builder()
                                        .service("secretsmanager")
                                        .resource("secret")
                                        .resourceName(registration.keySecret() + "-??????")
                                        .arnFormat(ArnFormat.COLON_RESOURCE_NAME)
                                        .build())))
                        .build()))
                .build();
    }
}
