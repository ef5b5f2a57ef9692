package io.trunkline.migration.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.migration.OperatorException;
import io.trunkline.migration.mapping.Mappings;
import io.trunkline.migration.mapping.RepairKind;
import io.trunkline.migration.mapping.UnmappedReason;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.migration.plan.PlanFile;
import io.trunkline.migration.step.Extract;
import io.trunkline.migration.step.PlanStep;
import io.trunkline.migration.step.Platform;
import io.trunkline.migration.step.SourcePlace;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./trunkline migrate plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Reads a source, changes nothing, and writes what an apply would do.",
        footer = {
            "",
            "Examples:",
            "  ./trunkline migrate plan --out receiver --mapping wizz-standalone \\",
            "      --source-stage dev --api abc123def0/dev \\",
            "      --function WizzUser-dev-websocket \\",
            "      --set-env receiver-push-dev:PUSH_URL=https://api.example.com/v1/publish",
            "  ./trunkline migrate plan --out care --mapping careconnect \\",
            "      --zone America/New_York --source-user reader \\",
            "      --source-url jdbc:postgresql://db.example.com/care \\",
            "      --source-password-env CARE_PW"
        })
final class PlanCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PlatformOptions platform = new PlatformOptions();

    @Mixin
    private Voice voice = new Voice();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "A new folder for the plan.")
    private Path folder = Path.of(".");

    @Option(
            names = "--mapping",
            required = true,
            description =
                    "wizz-standalone, wizz-shared, careconnect, landinghub, manufacturing27, json-lines, or a file.")
    private String mapping = "";

    @Option(names = "--app", description = "Onto which app, as tenant/app. Default: the mapping's.")
    private Optional<String> app = Optional.empty();

    @Option(names = "--dialect", description = "What the connections speak. Default: the mapping's.")
    private Optional<String> dialect = Optional.empty();

    @Option(names = "--zone", description = "Zone of times that name none: America/New_York.")
    private Optional<String> zone = Optional.empty();

    @Option(names = "--api", paramLabel = "API_ID/STAGE", description = "The older API, which holds the connections.")
    private Optional<String> api = Optional.empty();

    @Option(names = "--function", description = "The platform's function that the older API is to lead to.")
    private Optional<String> function = Optional.empty();

    @Option(
            names = "--set-env",
            paramLabel = "FUNCTION:NAME=VALUE",
            description =
                    "A variable that a function gets when the API is led here, such as the shared platform's address in"
                            + " the older back end; a rollback puts back what it was. No secrets. May be repeated.")
    private List<String> variables = new ArrayList<>();

    @Option(names = "--source-stage", description = "In the place of {stage} in the mapping. Default: dev.")
    private String sourceStage = "dev";

    @Option(names = "--source-region", description = "Of the source's tables. Default: --region.")
    private Optional<String> sourceRegion = Optional.empty();

    @Option(names = "--source-endpoint", description = "Of the source's DynamoDB. Default: --endpoint.")
    private Optional<URI> sourceEndpoint = Optional.empty();

    @Option(names = "--source-url", description = "jdbc:postgresql://… or mongodb://…, without a password.")
    private Optional<String> sourceUrl = Optional.empty();

    @Option(names = "--source-database", description = "MongoDB's database.")
    private Optional<String> sourceDatabase = Optional.empty();

    @Option(names = "--source-user", description = "Who reads the source.")
    private Optional<String> sourceUser = Optional.empty();

    @Option(names = "--source-password-env", paramLabel = "NAME", description = "The variable with the password.")
    private Optional<String> passwordVariable = Optional.empty();

    @Option(
            names = "--from",
            paramLabel = "COLLECTION=NAME",
            description = "A table, collection or file of another name.")
    private Map<String, String> names = new HashMap<>();

    @Override
    public Integer call() {
        Console console = voice.console(spec.commandLine());
        sourceUrl.filter(url -> url.matches(".*://[^/]*:[^/@]*@.*")).ifPresent(_ -> {
            throw new OperatorException("--source-url holds a password, which a plan would keep; give --source-user and"
                    + " --source-password-env instead");
        });
        try (Platform open = platform.open(console, "plan")) {
            PlanStep.Order order = new PlanStep.Order(
                    mapping,
                    Mappings.of(mapping),
                    new SourcePlace(
                            sourceRegion.orElse(platform.region()),
                            sourceEndpoint.or(platform::endpoint),
                            sourceStage,
                            sourceUrl,
                            sourceDatabase,
                            sourceUser,
                            passwordVariable,
                            names),
                    app,
                    dialect,
                    zone.map(PlanCommand::zone),
                    api.map(PlanCommand::endpoint),
                    function,
                    variables);
            MigrationPlan plan =
                    new PlanStep(open, System.getenv(), InstantSource.system(), console).write(order, folder);
            print(console, plan);
            console.tell(plan.root());
        }
        return Exit.DONE;
    }

    private void print(Console console, MigrationPlan plan) {
        JsonNode records = plan.records();
        console.say(String.format(
                "%,d records read; %,d connections of %s would be moved.",
                records.path("read").asLong(), records.path("connections").asLong(), plan.app()));
        records.path("repairs")
                .properties()
                .forEach(repair -> console.say(String.format(
                        "  repaired  %,8d  %s",
                        repair.getValue().asLong(),
                        RepairKind.valueOf(repair.getKey()).words())));
        records.path("unmapped")
                .properties()
                .forEach(reason -> console.say(String.format(
                        "  left      %,8d  %s",
                        reason.getValue().asLong(),
                        UnmappedReason.valueOf(reason.getKey()).words())));
        for (JsonNode change : plan.changes()) {
            console.say("  change    " + change.path("kind").asText() + " "
                    + change.path("id").asText() + "\n      from "
                    + change.path("before").asText() + "\n      to   "
                    + change.path("after").asText());
        }
        console.say(String.format(
                "Costs %,d write units and %,d read units ($%s); the import takes %d s at what a new table takes.",
                plan.root().path("cost").path("writeUnits").asLong(),
                plan.root().path("cost").path("readUnits").asLong(),
                plan.root().path("cost").path("dollars").asText(),
                plan.root().path("time").path("importSeconds").asLong()));
        console.say("Plan " + plan.digest() + " in " + folder.resolve(PlanFile.NAME) + ", with " + Extract.ROWS + ", "
                + Extract.REPAIRS + " and " + Extract.UNMAPPED + " beside it.");
        console.say("Next: ./trunkline migrate apply " + folder);
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new OperatorException("'" + text + "' is no zone: America/New_York, or UTC", e);
        }
    }

    static GatewayEndpoint endpoint(String text) {
        try {
            return GatewayEndpoint.parse(text);
        } catch (IllegalArgumentException e) {
            throw new OperatorException("'" + text + "' is no API_ID/STAGE, such as abc123def0/dev", e);
        }
    }
}
