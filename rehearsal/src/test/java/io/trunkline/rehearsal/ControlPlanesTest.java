package io.trunkline.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.local.connections.SigningCredentials;
import io.trunkline.local.control.Account;
import io.trunkline.local.control.ControlPlanes;
import io.trunkline.local.control.HostedApi;
import io.trunkline.local.control.HostedFunction;
import io.trunkline.local.route.InvokeOutcome;
import io.trunkline.local.route.Invoker;
import io.trunkline.migration.control.ApiPlane;
import io.trunkline.migration.control.AwsControlPlanes;
import io.trunkline.migration.control.FunctionPlane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/** The local control planes as AWS's own SDK clients see them, in the hands of the migration's adapters. */
class ControlPlanesTest {
    private static final String ACCOUNT = "000000000000";
    private static final String REGION = "us-east-1";
    private static final byte[] EVENT = {};

    private final Account account = new Account(ACCOUNT, REGION);
    private final HostedFunction older = function("older");
    private final HostedFunction newer = function("newer");
    private final HostedApi api = new HostedApi(
            "api1",
            "receiver",
            "dev",
            Map.of("$connect", account.uri(older), "$default", account.uri(older)),
            InstantSource.system().instant());
    private ControlPlanes server;

    private static HostedFunction function(String name) {
        return new HostedFunction(
                name,
                "nodejs20.x",
                Map.of("TABLE", name + "-table"),
                _ -> new InvokeOutcome.Success(name.getBytes(StandardCharsets.UTF_8)));
    }

    @BeforeEach
    void start() throws IOException {
        account.add(older);
        account.add(newer);
        account.add(api);
        account.permit(older, "invoke", "api1");
        account.owned("api1", "stack1", "WebSocketApi", "AWS::ApiGatewayV2::Api");
        server = ControlPlanes.start(
                account,
                id -> id.equals("test") ? Optional.of(SigningCredentials.permanent("test")) : Optional.empty(),
                InstantSource.system());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private AwsControlPlanes client(String secret) {
        return new AwsControlPlanes(
                REGION,
                Optional.of(server.uri()),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", secret)));
    }

    @Test
    void what_there_is_is_read_as_from_aws() {
        try (AwsControlPlanes client = client("test")) {
            var planes = client.planes();

            assertThat(planes.account()).isEqualTo(ACCOUNT);
            assertThat(planes.apis().apis()).extracting(ApiPlane.Api::name).containsExactly("receiver");
            assertThat(planes.apis().api("nobody")).isEmpty();
            assertThat(planes.apis().routes("api1"))
                    .extracting(ApiPlane.Route::key)
                    .containsExactlyInAnyOrder("$connect", "$default");
            assertThat(planes.apis().integrations("api1"))
                    .extracting(ApiPlane.Integration::uri)
                    .containsExactly(account.uri(older));
            assertThat(planes.functions()
                            .function("arn:aws:lambda:us-east-1:000000000000:function:older")
                            .map(FunctionPlane.Function::variables))
                    .contains(Map.of("TABLE", "older-table"));
            assertThat(planes.functions().function("nobody")).isEmpty();
            assertThat(planes.functions().permissions("newer")).isEmpty();
            assertThat(planes.stacks().owner("api1").orElseThrow().stack()).isEqualTo("stack1");
            assertThat(planes.stacks().owner("nobody")).isEmpty();
        }
    }

    @Test
    void a_route_leads_elsewhere_only_once_it_is_deployed_and_the_function_lets_it() {
        Invoker route = account.behind(api, "$default");
        try (AwsControlPlanes client = client("test")) {
            var planes = client.planes();
            String integration = planes.apis().integrations("api1").getFirst().id();
            String before = planes.apis().stages("api1").getFirst().deployment().orElseThrow();

            planes.apis().lead("api1", integration, account.uri(newer));
            assertThat(answer(route)).isEqualTo("older");

            String made = planes.apis().deploy("api1", "words");
            assertThat(planes.apis().deployment("api1", "words")).contains(made);
            planes.apis().serve("api1", "dev", made);
            assertThat(route.invoke(EVENT)).isInstanceOf(InvokeOutcome.FunctionError.class);

            planes.functions().permit("newer", "migrate", "arn:aws:execute-api:us-east-1:000000000000:api1/*");
            planes.functions().permit("newer", "migrate", "arn:aws:execute-api:us-east-1:000000000000:api1/*");
            assertThat(answer(route)).isEqualTo("newer");

            planes.apis().serve("api1", "dev", before);
            planes.apis().forget("api1", made);
            planes.functions().forbid("newer", "migrate");
            planes.functions().forbid("newer", "migrate");
            assertThat(answer(route)).isEqualTo("older");
            assertThat(planes.apis().deployment("api1", "words")).isEmpty();
            assertThat(planes.functions().permissions("newer")).isEqualTo(List.of());
        }
    }

    @Test
    void a_stage_that_deploys_by_itself_shows_each_change_at_once_and_no_deployment_that_it_is_given() {
        HostedApi own = new HostedApi(
                "api2",
                "other",
                "dev",
                Map.of("$default", account.uri(older)),
                true,
                InstantSource.system().instant());
        account.add(own);
        account.permit(newer, "invoke", "api2");
        try (AwsControlPlanes client = client("test")) {
            var apis = client.planes().apis();
            ApiPlane.Stage stage = apis.stages("api2").getFirst();
            assertThat(stage.autoDeploy()).isTrue();

            apis.lead("api2", apis.integrations("api2").getFirst().id(), account.uri(newer));

            assertThat(answer(account.behind(own, "$default"))).isEqualTo("newer");
            assertThatThrownBy(
                            () -> apis.serve("api2", "dev", stage.deployment().orElseThrow()))
                    .hasMessageContaining("AutoDeploy is enabled");
        }
    }

    @Test
    void a_variable_is_set_and_taken_out_and_another_that_somebody_sets_at_that_moment_stays() {
        try (AwsControlPlanes client = client("test")) {
            FunctionPlane functions = client.planes().functions();
            AtomicBoolean first = new AtomicBoolean(true);

            boolean set = functions.set("older", "URL", Optional.of("https://example.com"), now -> {
                if (first.getAndSet(false)) {
                    functions.set("older", "OTHER", Optional.of("theirs"), _ -> true);
                }
                return now.isEmpty();
            });

            assertThat(set).isTrue();
            assertThat(functions.function("older").orElseThrow().variables())
                    .isEqualTo(Map.of("TABLE", "older-table", "OTHER", "theirs", "URL", "https://example.com"));
            assertThat(functions.set("older", "URL", Optional.of("x"), Optional::isEmpty))
                    .isFalse();
            assertThat(functions.set("older", "URL", Optional.empty(), _ -> true))
                    .isTrue();
            assertThat(functions.variable("older", "URL")).isEmpty();
            assertThat(functions.variable("older", "OTHER")).contains("theirs");
            assertThatThrownBy(() -> functions.variable("nobody", "URL"))
                    .hasMessageContaining("the function nobody is gone");
        }
    }

    @Test
    void what_is_deleted_is_gone_and_answers_no_more() {
        AtomicInteger ended = new AtomicInteger();
        api.whenDeleted(ended::incrementAndGet);
        Invoker route = account.behind(api, "$default");
        try (AwsControlPlanes client = client("test")) {
            var planes = client.planes();
            assertThat(answer(route)).isEqualTo("older");

            planes.apis().delete("api1");
            planes.apis().delete("api1");
            planes.functions().remove("older");
            planes.functions().remove("older");

            assertThat(ended).hasValue(1);
            assertThat(planes.apis().apis()).isEmpty();
            assertThat(planes.apis().api("api1")).isEmpty();
            assertThat(planes.functions().function("older")).isEmpty();
            assertThat(answer(route)).isEqualTo("refused");
            account.takenOutOf("stack1");
            assertThat(planes.stacks().owner("api1")).isEmpty();
        }
    }

    @Test
    void who_signs_with_other_keys_is_refused() {
        assertThatThrownBy(() -> client("another").close()).isInstanceOf(SdkException.class);
    }

    private static String answer(Invoker route) {
        return route.invoke(EVENT) instanceof InvokeOutcome.Success success
                ? new String(success.payload(), StandardCharsets.UTF_8)
                : "refused";
    }
}
