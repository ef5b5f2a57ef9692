package io.trunkline.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.migration.control.AwsControlPlanes;
import io.trunkline.migration.control.ControlPlanes;
import io.trunkline.migration.step.PlanesContractTest;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Discovering and leading an API through the AWS SDK, against moto's look-alike where that is installed. */
class ControlPlanesIT {
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

    private static Optional<Process> moto = Optional.empty();
    private static URI endpoint = URI.create("http://127.0.0.1");

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> server = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(path -> Path.of(path, "moto_server"))
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(server.isPresent(), "moto_server is not installed; nothing here is tested");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        endpoint = URI.create("http://127.0.0.1:" + port);
        moto = Optional.of(new ProcessBuilder(server.get().toString(), "-H", "127.0.0.1", "-p", Integer.toString(port))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
        Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> call("/moto-api/", "") == 200);
    }

    @AfterAll
    static void stop() {
        moto.ifPresent(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }

    private static int call(String path, String form) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.resolve(path))
                    .header("Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/iam/aws4_request")
                    .header("Content-Type", "application/x-www-form-urlencoded");
            return client.send(
                            form.isEmpty()
                                    ? request.GET().build()
                                    : request.POST(HttpRequest.BodyPublishers.ofString(form))
                                            .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static String legacyApi(String name) throws IOException, InterruptedException {
        call("/", "Action=CreateRole&Version=2010-05-08&RoleName=r&AssumeRolePolicyDocument=%7B%7D");
        try (ApiGatewayV2Client apis = ApiGatewayV2Client.builder()
                        .httpClientBuilder(ApacheHttpClient.builder())
                        .endpointOverride(endpoint)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(CREDENTIALS)
                        .build();
                LambdaClient functions = LambdaClient.builder()
                        .httpClientBuilder(ApacheHttpClient.builder())
                        .endpointOverride(endpoint)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(CREDENTIALS)
                        .build()) {
            for (String function : List.of(name + "-handler", name + "-platform")) {
                functions.createFunction(request -> request.functionName(function)
                        .runtime("nodejs20.x")
                        .role("arn:aws:iam::123456789012:role/r")
                        .handler("index.handler")
                        .code(code -> code.zipFile(SdkBytes.fromByteArray(
                                new byte[] {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})))
                        .environment(environment -> environment.variables(
                                Map.of("WEBSOCKET_CONNECTIONS_TABLE", "legacy-table", "JWT_SECRET", "hush"))));
            }
            String api = apis.createApi(request -> request.name(name)
                            .protocolType(ProtocolType.WEBSOCKET)
                            .routeSelectionExpression("$request.body.action"))
                    .apiId();
            String integration = apis.createIntegration(request ->
                            request.apiId(api).integrationType("AWS_PROXY").integrationUri(uri(name + "-handler")))
                    .integrationId();
            for (String route : List.of("$connect", "$disconnect", "$default")) {
                apis.createRoute(request -> request.apiId(api).routeKey(route).target("integrations/" + integration));
            }
            apis.createStage(request -> request.apiId(api).stageName("dev").autoDeploy(true));
            return api;
        }
    }

    private static String uri(String function) {
        return "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:"
                + function + "/invocations";
    }

    /** The adapters to the SDK, held to what they are relied on for. */
    @Nested
    class Adapters extends PlanesContractTest {
        private final String name = "contract-" + UUID.randomUUID();
        private final AwsControlPlanes planes = new AwsControlPlanes("us-east-1", Optional.of(endpoint), CREDENTIALS);
        private final String api;

        Adapters() throws IOException, InterruptedException {
            this.api = legacyApi(name);
        }

        @AfterEach
        void close() {
            planes.close();
        }

        @Override
        protected ControlPlanes planes() {
            return planes.planes();
        }

        @Override
        protected String api() {
            return api;
        }

        @Override
        protected String function() {
            return name + "-platform";
        }

        @Override
        @Test
        @Disabled("moto has no deployments of WebSocket APIs; ControlPlanesTest of the rehearsal has them")
        protected void a_deployment_is_found_by_its_words_served_and_forgotten_twice() {}

        @Override
        @Test
        @Disabled("moto takes a statement twice, where AWS says that it is there; so does ControlPlanesTest")
        protected void a_permission_is_given_once_and_taken_out_twice() {}
    }

    @Test
    void an_api_is_found_by_its_name_with_all_that_hangs_on_it_and_no_secret_is_shown()
            throws IOException, InterruptedException {
        String api = legacyApi("WizzUser-WebSocket-dev");
        try (MigrationRig rig = new MigrationRig(folder)) {
            MigrationRig.Outcome found = rig.run(
                    "discover", "--control-endpoint", endpoint.toString(), "--api", "WizzUser-WebSocket-dev", "--json");

            assertThat(found.status()).as(found.toString()).isZero();
            assertThat(found.out())
                    .contains("\"id\":\"" + api + "\"", "$connect", "\"autoDeploy\":true", "legacy-table")
                    .contains("\"mayBeCalledByThisApi\":false")
                    .doesNotContain("hush");
        }
    }

    @Test
    void an_api_is_led_here_and_back_and_its_rows_with_it() throws IOException, InterruptedException {
        String api = legacyApi("receiver");
        try (MigrationRig rig = new MigrationRig(folder)) {
            rig.createLegacyTable();
            rig.legacyConnection("M1=", "u-1", "b-1", Instant.now().minusSeconds(60), Map.of());
            rig.door(api);
            String before = rig.run("discover", "--control-endpoint", endpoint.toString(), "--json")
                    .out();

            Path plan = rig.plan(
                    "--control-endpoint",
                    endpoint.toString(),
                    "--api",
                    api + "/dev",
                    "--function",
                    "receiver-platform");
            MigrationRig.Outcome applied = rig.run("apply", plan.toString(), "--control-endpoint", endpoint.toString());

            assertThat(applied.status()).as(applied.toString()).isZero();
            assertThat(applied.errors()).contains("account 123456789012");
            assertThat(applied.out()).contains("2 changes made");
            assertThat(rig.run("discover", "--control-endpoint", endpoint.toString(), "--json")
                            .out())
                    .contains(uri("receiver-platform"), "trunkline-migrate-" + api)
                    .doesNotContain(uri("receiver-handler"));
            assertThat(rig.run("verify", plan.toString(), "--control-endpoint", endpoint.toString())
                            .status())
                    .isZero();
            assertThat(rig.run("apply", plan.toString(), "--control-endpoint", endpoint.toString())
                            .out())
                    .contains("leads here already");

            MigrationRig.Outcome back = rig.run("rollback", plan.toString(), "--control-endpoint", endpoint.toString());

            assertThat(back.status()).as(back.toString()).isZero();
            assertThat(rig.run("discover", "--control-endpoint", endpoint.toString(), "--json")
                            .out())
                    .isEqualTo(before);
            assertThat(rig.everything(rig.layout.connections())).isEmpty();
        }
    }
}
