package io.trunkline.migration.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.trunkline.migration.OperatorException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** What CloudWatch and IAM answer, in the shapes of their references, from loopback. */
class AwsHealthPlaneTest {
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String answer = "";
    private HttpServer server;
    private final SdkHttpClient http = ApacheHttpClient.create();
    private LambdaClient functions;
    private AwsHealthPlane plane;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                boolean lambda = exchange.getRequestURI().getPath().startsWith("/2015-03-31/");
                if (!lambda) {
                    asked.add(exchange.getRequestHeaders().getFirst("Authorization") + " "
                            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                }
                byte[] body = (lambda ? "{\"Role\":\"arn:aws:iam::111122223333:role/r\"}" : answer)
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(lambda ? 200 : status, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        functions = LambdaClient.builder()
                .httpClient(http)
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .build();
        plane = new AwsHealthPlane(new SignedQuery(http, CREDENTIALS), functions, "us-east-1", Optional.of(endpoint));
    }

    @AfterEach
    void stop() {
        functions.close();
        http.close();
        server.stop(0);
    }

    @Test
    void alarms_that_are_raised_are_named() {
        answer = """
            <DescribeAlarmsResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/"><DescribeAlarmsResult>
            <MetricAlarms><member><AlarmName>WizzUser-dev-faults</AlarmName></member></MetricAlarms>
            </DescribeAlarmsResult></DescribeAlarmsResponse>\
            """;

        assertThat(plane.alarms("WizzUser-dev-")).contains(List.of("WizzUser-dev-faults"));
        assertThat(asked.getFirst())
                .contains("us-east-1/monitoring/aws4_request", "Action=DescribeAlarms", "StateValue=ALARM");
    }

    @Test
    void a_role_is_held_against_the_older_api() {
        String resource = "arn:aws:execute-api:us-east-1:111122223333:old/dev/POST/@connections/*";
        answer =
                "<R><EvaluationResults><member><EvalDecision>implicitDeny</EvalDecision></member></EvaluationResults></R>";
        assertThat(plane.mayPost("f", resource)).contains(false);
        answer = "<R><EvaluationResults><member><EvalDecision>allowed</EvalDecision></member></EvaluationResults></R>";
        assertThat(plane.mayPost("f", resource)).contains(true);
        assertThat(asked.getFirst()).contains("role%2Fr", "execute-api%3AManageConnections", "us-east-1/iam/");
    }

    @Test
    void who_may_not_ask_is_told_and_who_does_not_know_the_question_says_nothing() {
        status = 403;
        answer = "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>";
        assertThatThrownBy(() -> plane.alarms("x"))
                .isInstanceOf(OperatorException.class)
                .hasMessage("monitoring refused DescribeAlarms: HTTP 403 no");
        status = 400;
        answer = "<ErrorResponse><Error><Code>InvalidAction</Code></Error></ErrorResponse>";
        assertThat(plane.alarms("x")).isEmpty();
    }
}
