package io.trunkline.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./trunkline usage}: what a tenant used. */
@Command(
        name = "usage",
        mixinStandardHelpOptions = true,
        description = "Says what a tenant used, as AWS bills it, by hour or day in UTC.",
        footer = {"", "Example:", "  ./trunkline usage --tenant wizz --by day --from 2026-01-01T00:00:00Z"})
final class UsageCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ROW = "%-20s %9s %9s %9s %12s %12s %11s %11s%n";

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

    @Option(names = "--from", paramLabel = "HOUR", description = "First hour. Default: a day before --to.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "HOUR", description = "Hour to end before. Default: with the current one.")
    private Optional<String> to = Optional.empty();

    @Option(names = "--by", defaultValue = "hour", description = "hour or day. Default: hour.")
    private String by = "hour";

    @Option(names = "--json", description = "Print the answer as it came.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        RunningPlatform platform = RunningPlatform.find(folder, "--data");
        String key = CommandKey.of(platform, folder, platform.tenant(tenant));
        StringBuilder query = new StringBuilder("/v1/usage?by=").append(encoded(by));
        from.ifPresent(hour -> query.append("&from=").append(encoded(hour)));
        to.ifPresent(hour -> query.append("&to=").append(encoded(hour)));
        return print(get(platform.file().http().resolve(query.toString()), key));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static HttpResponse<String> get(URI uri, String key) throws InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            return client.send(
                    HttpRequest.newBuilder(uri)
                            .timeout(Duration.ofSeconds(35))
                            .header("x-api-key", key)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new OperatorException("the HTTP API at " + uri + " does not answer: " + e.getMessage(), e);
        }
    }

    private int print(HttpResponse<String> response) {
        PrintWriter out = spec.commandLine().getOut();
        boolean done = response.statusCode() == 200;
        if (json) {
            out.println(response.body());
            return done ? 0 : 1;
        }
        JsonNode answer = parsed(response.body());
        if (!done) {
            throw new OperatorException("refused: " + answer.path("code").asText("HTTP " + response.statusCode()) + ": "
                    + answer.path("detail").asText());
        }
        out.printf(ROW, "", "minutes", "msgs in", "msgs out", "bytes in", "bytes out", "read units", "write units");
        answer.path("periods").forEach(period -> row(out, period.path("start").asText(), period));
        row(out, "total", answer.path("total"));
        return 0;
    }

    private static void row(PrintWriter out, String name, JsonNode usage) {
        out.printf(
                ROW,
                name,
                usage.path("connectionMinutes").asText(),
                usage.path("messagesIn").asText(),
                usage.path("messagesOut").asText(),
                usage.path("bytesIn").asText(),
                usage.path("bytesOut").asText(),
                usage.path("readUnits").asText(),
                usage.path("writeUnits").asText());
    }

    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
