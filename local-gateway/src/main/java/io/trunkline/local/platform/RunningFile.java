package io.trunkline.local.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.dynamo.DynamoAdmin;
import io.trunkline.core.schema.QueueLayout;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.sqs.SqsAdmin;
import io.trunkline.routing.key.AppKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the platform of a data folder is reached, for the commands beside {@code up}: {@code running.json} in that
 * folder, there as long as it runs.
 *
 * @param pid of the process that runs it
 * @param control where its functions are called: {@link LocalControl}
 * @param controlToken what such a call carries
 * @param doors where apps with a door of their own connect
 */
public record RunningFile(
        long pid,
        URI webSocket,
        URI http,
        URI dynamo,
        String region,
        TableLayout tables,
        URI control,
        String controlToken,
        URI queue,
        Map<AppKey, URI> doors) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public RunningFile {
        doors = Map.copyOf(doors);
    }

    /** What runs on {@code data}; empty where nothing does, whatever a process that was killed left behind. */
    public static Optional<RunningFile> read(Path data) throws IOException {
        Path file = file(data);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode json = JSON.readTree(Files.readAllBytes(file));
        RunningFile running = new RunningFile(
                json.path("pid").asLong(),
                URI.create(json.path("webSocket").asText()),
                URI.create(json.path("http").asText()),
                URI.create(json.path("dynamo").asText()),
                json.path("region").asText(),
                new TableLayout(
                        json.path("ecosystem").asText(), json.path("stage").asText()),
                URI.create(json.path("control").asText()),
                json.path("controlToken").asText(),
                URI.create(json.path("queue").asText()),
                doors(json.path("doors")));
        return ProcessHandle.of(running.pid()).filter(ProcessHandle::isAlive).map(_ -> running);
    }

    private static Map<AppKey, URI> doors(JsonNode json) {
        Map<AppKey, URI> doors = new HashMap<>();
        json.properties()
                .forEach(door -> doors.put(
                        AppKey.parse(door.getKey()), URI.create(door.getValue().asText())));
        return doors;
    }

    /** The tables, with the key pair of {@code data}. */
    public DynamoAdmin admin(Path data) throws IOException {
        return DynamoAdmin.at(dynamo, region, LocalCredentials.open(data).provider(), tables);
    }

    /** The queues, with the key pair of {@code data}. */
    public SqsAdmin queues(Path data) throws IOException {
        return SqsAdmin.at(queue, region, LocalCredentials.open(data).provider(), QueueLayout.of(tables));
    }

    /** Names no secret. */
    @Override
    public String toString() {
        return "RunningFile[" + pid + " " + webSocket + "]";
    }

    /** In one step, so that no reader meets half of it; readable by its owner only, as a temporary file is. */
    void write(Path data) throws IOException {
        Path half = Files.createTempFile(data, "running", ".json");
        ObjectNode json = JSON.createObjectNode()
                .put("pid", pid)
                .put("webSocket", webSocket.toString())
                .put("http", http.toString())
                .put("dynamo", dynamo.toString())
                .put("queue", queue.toString())
                .put("region", region)
                .put("ecosystem", tables.ecosystem())
                .put("stage", tables.stage())
                .put("control", control.toString())
                .put("controlToken", controlToken);
        ObjectNode byApp = json.putObject("doors");
        doors.forEach((app, door) -> byApp.put(app.toString(), door.toString()));
        Files.write(half, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
        Files.move(half, file(data), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    static void delete(Path data) throws IOException {
        Files.deleteIfExists(file(data));
    }

    private static Path file(Path data) {
        return data.resolve("running.json");
    }
}
