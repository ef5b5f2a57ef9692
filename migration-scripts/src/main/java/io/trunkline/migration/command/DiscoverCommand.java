package io.trunkline.migration.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.migration.step.DiscoverStep;
import io.trunkline.migration.step.Platform;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./trunkline migrate discover}. */
@Command(
        name = "discover",
        mixinStandardHelpOptions = true,
        description =
                "Finds WebSocket APIs, their stages, routes, functions, tables and permissions, and the stacks that own"
                        + " them. Reads only.",
        footer = {
            "",
            "Examples:",
            "  ./trunkline migrate discover --region us-east-1",
            "  ./trunkline migrate discover --api WizzUser-WebSocket-dev --json"
        })
final class DiscoverCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PlatformOptions platform = new PlatformOptions();

    @Mixin
    private Voice voice = new Voice();

    @Option(names = "--api", description = "An API's id or name. Default: all.")
    private Optional<String> api = Optional.empty();

    @Override
    public Integer call() {
        Console console = voice.console(spec.commandLine());
        ObjectNode report;
        try (Platform open = platform.open(console, "discover")) {
            report = new DiscoverStep(open.control()).report(api);
        }
        console.tell(report);
        for (JsonNode found : report.path("apis")) {
            console.say(found.path("name").asText() + "  " + found.path("id").asText() + "  (stack "
                    + found.path("stack").asText() + ")");
            found.path("stages")
                    .forEach(stage ->
                            console.say("  stage     " + stage.path("url").asText()
                                    + (stage.path("autoDeploy").asBoolean() ? "  deploys by itself" : "")));
            found.path("routes")
                    .forEach(route ->
                            console.say("  route     " + route.path("key").asText() + "  "
                                    + route.path("authorization").asText() + "  "
                                    + route.path("integration").asText()));
            for (JsonNode function : found.path("functions")) {
                console.say("  function  "
                        + function.path("name").asText(function.path("state").asText()) + "  (stack "
                        + function.path("stack").asText() + ")"
                        + (function.path("mayBeCalledByThisApi").asBoolean() ? "" : "  THIS API MAY NOT CALL IT"));
                function.path("tables").forEach(table -> console.say("    table   " + table.asText()));
            }
        }
        if (report.path("apis").isEmpty()) {
            console.say("No WebSocket API was found"
                    + api.map(name -> " that is called " + name).orElse("") + ".");
        }
        return api.isPresent() && report.path("apis").isEmpty() ? Exit.FINDINGS : Exit.DONE;
    }
}
