package io.trunkline.local.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.delivery.FanOutTask;
import io.trunkline.core.delivery.FanOutTask.Work;
import io.trunkline.core.sqs.DeadLetter;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./trunkline dlq}: the pieces of fan-outs that were given up. */
@Command(
        name = "dlq",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the dead letters of the fan-out queue: pieces of large or troubled deliveries that were tried often",
            "enough. They stay for 14 days; 'redrive' puts them back. What was published is not shown unless asked for."
        },
        subcommands = DlqRedriveCommand.class,
        footer = {
            "",
            "Examples:",
            "  ./trunkline dlq",
            "  ./trunkline dlq --tenant wizz --json",
            "  ./trunkline dlq redrive --tenant wizz"
        })
final class DlqCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--tenant", description = "Only this tenant's.")
    private Optional<String> tenant = Optional.empty();

    @Option(names = "--limit", defaultValue = "100", description = "Messages at most. Default: 100.")
    private int limit;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--show-data", description = "Print what the messages hold, the published data among it.")
    private boolean showData;

    @Override
    public Integer call() {
        List<DeadLetter> letters =
                RunningPlatform.find(common.data(), "--data").withQueues(queues -> queues.deadLetters(limit)).stream()
                        .filter(letter -> isOf(letter, tenant))
                        .toList();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(letters));
            return 0;
        }
        if (letters.isEmpty()) {
            out.println("no dead letters");
            return 0;
        }
        String row = "%-36s  %-16s  %-24s  %-8s  %-8s  %-22s  %s%n";
        out.printf(row, "MESSAGE", "TENANT", "EVENT", "AGE", "RECEIVED", "HOLDS", "REASON");
        for (DeadLetter letter : letters) {
            out.printf(
                    row,
                    letter.messageId(),
                    letter.task().map(task -> task.tenant().value()).orElse("?"),
                    letter.task().map(task -> task.event().event()).orElse("?"),
                    age(letter),
                    letter.receives(),
                    letter.task().map(DlqCommand::holds).orElse("?"),
                    letter.reason());
            if (showData) {
                out.println("  " + letter.body());
            }
        }
        return 0;
    }

    static boolean isOf(DeadLetter letter, Optional<String> tenant) {
        return tenant.isEmpty()
                || letter.task().map(task -> task.tenant().value()).equals(tenant);
    }

    private static String holds(FanOutTask task) {
        return switch (task.work()) {
            case Work.Rest _ -> "the rest of a shard";
            case Work.Some(var connections) -> connections.size() + " connections";
        };
    }

    private static String age(DeadLetter letter) {
        Duration age = Duration.between(letter.sentAt(), Instant.now());
        return age.toHours() > 0
                ? age.toHours() + " h"
                : age.toMinutes() > 0 ? age.toMinutes() + " min" : Math.max(0, age.toSeconds()) + " s";
    }

    private ArrayNode json(List<DeadLetter> letters) {
        ArrayNode list = JSON.createArrayNode();
        for (DeadLetter letter : letters) {
            ObjectNode one = list.addObject().put("message", letter.messageId());
            letter.task().ifPresent(task -> one.put("tenant", task.tenant().value())
                    .put("event", task.event().event())
                    .put("eventId", task.event().id())
                    .put("room", task.shard().room().name().toString())
                    .put("holds", holds(task)));
            one.put("sentAt", letter.sentAt().toString())
                    .put("receives", letter.receives())
                    .put("reason", letter.reason());
            if (showData) {
                one.put("body", letter.body());
            }
        }
        return list;
    }
}
