package io.trunkline.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./trunkline presence}: who is in a room. */
@Command(
        name = "presence",
        mixinStandardHelpOptions = true,
        description = "Lists who is in a room of the platform that runs, by entity.",
        footer = {
            "",
            "Devices are an entity's connections there; 0 while it is away for less than the room's grace.",
            "",
            "Examples:",
            "  ./trunkline presence --tenant wizz fleet:north",
            "  ./trunkline presence --tenant wizz type:driver --json"
        })
final class PresenceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--tenant", required = true, description = "The room's tenant.")
    private String tenant = "";

    @Parameters(paramLabel = "ROOM", description = "A room: fleet:north, order:o-9, type:driver, all.")
    private String room = "";

    @Option(names = "--json", description = "Print the answers as they came, one a line.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        RunningPlatform platform = RunningPlatform.find(common.data(), "--data");
        PrintWriter out = spec.commandLine().getOut();
        String row = "%-40s  %7s  %s%n";
        String path = "/v1/rooms/" + ApiReader.encoded(room) + "/presence";
        try (ApiReader api = new ApiReader(platform, CommandKey.of(platform, common.data(), platform.tenant(tenant)))) {
            Optional<String> next = Optional.empty();
            boolean first = true;
            do {
                ApiReader.Answer answer = api.get(path
                        + next.map(cursor -> "?cursor=" + ApiReader.encoded(cursor))
                                .orElse(""));
                if (json) {
                    out.println(answer.text());
                } else {
                    if (first) {
                        out.printf(row, "ENTITY", "DEVICES", "SINCE");
                    }
                    for (JsonNode entity : answer.json().path("entities")) {
                        out.printf(
                                row,
                                entity.path("entity").asText(),
                                entity.path("devices").asInt(),
                                entity.path("since").asText());
                    }
                }
                first = false;
                next = answer.next();
            } while (next.isPresent());
        }
        return 0;
    }
}
