package io.trunkline.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.core.schema.FunctionLayout;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./trunkline sweep}: the sweep now, and all of it. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the sweep of the platform that runs, now: asks the gateway about every connection, removes what is",
            "left of those that ended unnoticed, tells clients to go whose time is over, and prints what it counted.",
            "By itself it runs once a minute and asks about a sample."
        },
        footer = {"", "Examples:", "  ./trunkline sweep", "  ./trunkline sweep --json"})
final class SweepCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String THOROUGH = "{\"detail\":{\"thorough\":true}}";

    /** While the run by the clock, of a second as a rule, has its turn. */
    private static final Duration BUSY_PAUSE = Duration.ofMillis(500);

    private static final int BUSY_TRIES = 120;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--json", description = "Print what the function answered, as it came.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        RunningPlatform platform = RunningPlatform.find(common.data(), "--data");
        JsonNode report = sweep(platform);
        for (int tries = 1; isBusy(report) && tries < BUSY_TRIES; tries++) {
            Thread.sleep(BUSY_PAUSE);
            report = sweep(platform);
        }
        if (isBusy(report)) {
            throw new OperatorException("another sweep is at work; try again in a minute");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report);
        } else {
            print(report, out);
        }
        boolean done = report.path("complete").asBoolean()
                && report.path("counts").path("errors").asInt() == 0;
        return done ? 0 : 1;
    }

    private static boolean isBusy(JsonNode report) {
        return report.path("outcome").asText().equals("busy");
    }

    private static JsonNode sweep(RunningPlatform platform) throws InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(platform.file().control().resolve(FunctionLayout.SWEEP.functionName()))
                            .timeout(FunctionLayout.SWEEP.timeout().multipliedBy(2))
                            .header("Authorization", "Bearer " + platform.file().controlToken())
                            .POST(HttpRequest.BodyPublishers.ofString(THOROUGH))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonNode answer = JSON.readTree(response.body());
            if (response.statusCode() != 200) {
                throw new OperatorException("the sweep did not end: "
                        + answer.path("message").asText("HTTP " + response.statusCode())
                        + "; its log is logs/sweep.log in the data folder");
            }
            return answer;
        } catch (JsonProcessingException e) {
            throw new OperatorException("the sweep answered what is no JSON; is this command of another version?", e);
        } catch (IOException e) {
            throw new OperatorException(
                    "the platform at " + platform.file().control() + " does not answer: " + e.getMessage(), e);
        }
    }

    private static void print(JsonNode report, PrintWriter out) {
        JsonNode steps = report.path("steps");
        out.printf(
                "looked at %d connections and %d subscriptions in %d ms%s%n",
                steps.path("connections").path("rows").asLong(),
                steps.path("subscriptions").path("rows").asLong(),
                report.path("tookMs").asLong(),
                report.path("complete").asBoolean() ? "" : ", not all; the sweeps by the clock go on from there");
        report.path("counts").properties().forEach(count -> {
            if (count.getValue().asLong() != 0) {
                out.printf("  %-18s %d%n", count.getKey(), count.getValue().asLong());
            }
        });
    }
}
