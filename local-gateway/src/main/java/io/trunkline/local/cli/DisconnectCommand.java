package io.trunkline.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.MalformedKeyException;
import io.trunkline.routing.key.TenantId;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./trunkline disconnect}: a forced logout, from a shell. */
@Command(
        name = "disconnect",
        mixinStandardHelpOptions = true,
        description = "Logs somebody out by the HTTP API of the platform that runs, and prints the receipt.",
        footer = {
            "",
            "A user, an entity and a connection lose the tokens issued up to now; a room loses none unless --tokens"
                    + " says so.",
            "Exit code 0 where nobody is left who can act, 1 where it is to be repeated.",
            "",
            "Examples:",
            "  ./trunkline disconnect --tenant wizz --user u-1 --reason 'password changed'",
            "  ./trunkline disconnect --tenant wizz --entity driver/d-7 --tokens all --revoke-for 7d",
            "  ./trunkline disconnect --tenant wizz --room order:o-9 --json"
        })
final class DisconnectCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".trunkline",
            description = "Folder of this machine's data and keys. Default: .trunkline.")
    private Path folder = Path.of(".trunkline");

    @Option(names = "--tenant", required = true, description = "The tenant.")
    private String tenant = "";

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Whom whom = new Whom();

    /** Exactly one of these. */
    static final class Whom {
        @Option(names = "--user", paramLabel = "USER", description = "All connections of a user: u-1.")
        private @Nullable String user;

        @Option(names = "--connection", paramLabel = "ID", description = "One connection, and others of its token.")
        private @Nullable String connection;

        @Option(names = "--entity", paramLabel = "TYPE/ID", description = "All that stand for an entity: driver/d-7.")
        private @Nullable String entity;

        @Option(names = "--room", paramLabel = "ROOM", description = "All in a room: order:o-9, type:driver, all.")
        private @Nullable String room;

        String path() {
            if (user != null) {
                return "users/" + encoded(user);
            }
            if (connection != null) {
                return "connections/" + encoded(connection);
            }
            if (room != null) {
                return "rooms/" + encoded(room);
            }
            try {
                EntityRef ref = EntityRef.parse(String.valueOf(entity));
                return "entities/" + encoded(ref.type().toString()) + "/" + encoded(ref.id());
            } catch (MalformedKeyException e) {
                throw new OperatorException("--entity: " + e.getMessage(), e);
            }
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        }
    }

    @Option(names = "--reason", paramLabel = "TEXT", description = "What the clients are told. Default: logged out.")
    private @Nullable String reason;

    @Option(
            names = "--tokens",
            paramLabel = "WHICH",
            description = "Which tokens do not come back: none, issued-before-now, or all.")
    private @Nullable String tokens;

    @Option(
            names = "--revoke-for",
            paramLabel = "TIME",
            description = "How long they do not come back: 30s, 15m, 1h, 2d. Default: a day.")
    private @Nullable Duration revokeFor;

    @Option(names = "--json", description = "Print the answer as it came.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        RunningPlatform platform = RunningPlatform.find(folder, "--data");
        TenantId id = platform.tenant(tenant);
        ObjectNode body = JSON.createObjectNode();
        if (reason != null) {
            body.put("reason", reason);
        }
        if (tokens != null) {
            body.put("tokens", tokens);
        }
        if (revokeFor != null) {
            body.put("revokeFor", revokeFor.toSeconds());
        }
        return print(post(platform, CommandKey.of(platform, folder, id), body));
    }

    private HttpResponse<String> post(RunningPlatform platform, String key, ObjectNode body)
            throws InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            return client.send(
                    HttpRequest.newBuilder(platform.file().http().resolve("/v1/" + whom.path() + "/disconnect"))
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
        JsonNode receipt = parsed(response.body());
        boolean answered = response.statusCode() == 200;
        boolean done = answered
                && receipt.path("complete").asBoolean()
                && receipt.path("stillAbleToAct").asLong(-1) == 0;
        if (json) {
            out.println(response.body());
            return done ? 0 : 1;
        }
        if (!answered) {
            throw new OperatorException("refused: " + receipt.path("code").asText("HTTP " + response.statusCode())
                    + ": "
                    + receipt.path("detail").asText(receipt.path("message").asText()));
        }
        out.printf(
                "closed %d, ghosts %d, still able to act %s%s%n",
                receipt.path("closed").asLong(),
                receipt.path("ghosts").asLong(),
                receipt.path("stillAbleToAct").isNumber()
                        ? receipt.path("stillAbleToAct").asText()
                        : "not known",
                receipt.has("revokedUntil")
                        ? ", revoked until " + receipt.path("revokedUntil").asText()
                        : "");
        if (!done) {
            out.println("not everybody was reached before the time ran out; run it again");
        }
        return done ? 0 : 1;
    }

    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
