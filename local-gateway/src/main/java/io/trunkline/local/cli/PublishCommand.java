package io.trunkline.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.routing.key.TenantId;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./trunkline publish}: what a backend does, from a shell. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = "Publishes an event by the HTTP API of the platform that runs, and says whom it reached.",
        footer = {
            "",
            "Examples:",
            "  ./trunkline publish --tenant wizz --to entity:merchant/m-42 --event order.created"
                    + " --data '{\"order\":\"o-9\"}'",
            "  ./trunkline publish --tenant wizz --to type:driver --to order:o-9 --event order.ready --json"
        })
final class PublishCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    // not --data as elsewhere: that is the event's
    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = ".trunkline",
            description = "Folder of this machine's data and keys. Default: .trunkline.")
    private Path folder = Path.of(".trunkline");

    @Option(names = "--tenant", required = true, description = "The tenant to publish in.")
    private String tenant = "";

    @Option(
            names = "--to",
            required = true,
            paramLabel = "ROOM",
            description = "A room: entity:merchant/m-42, type:driver, user:u-1, order:o-9, all. May be repeated.")
    private List<String> rooms = List.of();

    @Option(names = "--event", required = true, description = "The event's name, such as order.created.")
    private String event = "";

    @Option(names = "--data", paramLabel = "JSON", defaultValue = "null", description = "The event's data, as JSON.")
    private String data = "null";

    @Option(names = "--json", description = "Print the answer as it came.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        RunningPlatform platform = RunningPlatform.find(folder, "--data-dir");
        TenantId id = platform.tenant(tenant);
        ObjectNode body = JSON.createObjectNode().put("event", event).put("wait", true);
        rooms.forEach(body.withArray("rooms")::add);
        body.set("data", parsed(data));
        HttpResponse<String> response = post(platform, CommandKey.of(platform, folder, id), body);
        return print(response);
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new OperatorException("--data: this is no JSON; in a shell, put it between single quotes", e);
        }
    }

    private static HttpResponse<String> post(RunningPlatform platform, String key, ObjectNode body)
            throws InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            return client.send(
                    HttpRequest.newBuilder(platform.file().http().resolve("/v1/publish"))
                            .timeout(Duration.ofSeconds(35))
                            .header("Content-Type", "application/json")
                            .header("x-api-key", key)
                            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new OperatorException(
                    "the HTTP API at " + platform.file().http() + " does not answer: " + e.getMessage(), e);
        }
    }

    private int print(HttpResponse<String> response) {
        PrintWriter out = spec.commandLine().getOut();
        boolean done = response.statusCode() == 200;
        if (json) {
            out.println(response.body());
            return done ? 0 : 1;
        }
        JsonNode answer = parsedAnswer(response.body());
        if (!done) {
            throw new OperatorException("refused: " + answer.path("code").asText("HTTP " + response.statusCode()) + ": "
                    + answer.path("detail").asText(answer.path("message").asText()));
        }
        JsonNode receipt = answer.path("receipt");
        out.printf(
                "published %s: delivered %d, gone %d, throttled %d, failed %d, queued %d%s%n",
                answer.path("id").asText(),
                receipt.path("delivered").asInt(),
                receipt.path("gone").asInt(),
                receipt.path("throttled").asInt(),
                receipt.path("failed").asInt(),
                receipt.path("queued").asInt(),
                receipt.path("unreached").asBoolean() ? ", some not tried before the deadline" : "");
        return 0;
    }

    private static JsonNode parsedAnswer(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
