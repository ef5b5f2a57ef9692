package io.trunkline.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./trunkline connections}: who is connected. */
@Command(
        name = "connections",
        mixinStandardHelpOptions = true,
        description = "Lists the connections of a user, of an entity or in a room of the platform that runs.",
        footer = {
            "",
            "Examples:",
            "  ./trunkline connections --tenant wizz --room all",
            "  ./trunkline connections --tenant wizz --entity driver/d-7 --json"
        })
final class ConnectionsCommand implements Callable<Integer> {
    /** Whose connections. */
    static final class Whose {
        @Option(names = "--user", required = true, description = "A user: u-1.")
        private Optional<String> user = Optional.empty();

        @Option(names = "--entity", required = true, description = "An entity: driver/d-7.")
        private Optional<String> entity = Optional.empty();

        @Option(names = "--room", required = true, description = "A room: order:o-9, type:driver, all.")
        private Optional<String> room = Optional.empty();

        String query() {
            return user.map(text -> "user=" + ApiReader.encoded(text))
                    .or(() -> entity.map(text -> "entity=" + ApiReader.encoded(text)))
                    .or(() -> room.map(text -> "room=" + ApiReader.encoded(text)))
                    .orElseThrow();
        }
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--tenant", required = true, description = "The tenant.")
    private String tenant = "";

    @ArgGroup(multiplicity = "1")
    private Whose whose = new Whose();

    @Option(names = "--json", description = "Print the answers as they came, one a line.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        RunningPlatform platform = RunningPlatform.find(common.data(), "--data");
        PrintWriter out = spec.commandLine().getOut();
        String row = "%-18s  %-24s  %-16s  %-16s  %-24s  %s%n";
        try (ApiReader api = new ApiReader(platform, CommandKey.of(platform, common.data(), platform.tenant(tenant)))) {
            Optional<String> next = Optional.empty();
            boolean first = true;
            do {
                ApiReader.Answer answer = api.get("/v1/connections?" + whose.query()
                        + next.map(cursor -> "&cursor=" + ApiReader.encoded(cursor))
                                .orElse(""));
                if (json) {
                    out.println(answer.text());
                } else {
                    if (first) {
                        out.printf(row, "CONNECTION", "ENTITY", "APP", "USER", "CONNECTED", "DIALECT");
                    }
                    for (JsonNode connection : answer.json().path("connections")) {
                        out.printf(
                                row,
                                connection.path("connectionId").asText(),
                                connection.path("entity").asText(),
                                connection.path("app").asText(),
                                connection.path("user").asText(),
                                connection.path("connectedAt").asText(),
                                connection.path("dialect").asText());
                    }
                }
                first = false;
                next = answer.next();
            } while (next.isPresent());
        }
        return 0;
    }
}
