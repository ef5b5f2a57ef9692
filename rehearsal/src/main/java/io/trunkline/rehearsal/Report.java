package io.trunkline.rehearsal;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;

/**
 * What became of a rehearsal.
 *
 * @param up the clients' messages, each counted as arrived when its answer was
 * @param down the back end's pushes
 * @param byOlder the clients' messages that the older function answered, the rest the platform did
 * @param longestSilence the longest that one client got nothing
 * @param reconnects clients whose socket ended while the rehearsal went on
 * @param sourceBefore checksum of everything in the older app's tables before the migration
 * @param sourceAfter the same after the rollback
 * @param faults what is not as it must be, in words; none where all is well
 */
record Report(
        int clients,
        Counts up,
        Counts down,
        long byOlder,
        Duration longestSilence,
        int reconnects,
        String sourceBefore,
        String sourceAfter,
        List<Step> steps,
        List<String> faults) {
    /**
     * Messages of one direction.
     *
     * @param strays that nobody had sent
     * @param longestWait from its sending to its arrival
     */
    record Counts(long sent, long arrived, long twice, long lost, long strays, Duration longestWait) {}

    /** A step of the migration and how long it took. */
    record Step(String name, Duration took, String outcome) {}

    Report {
        steps = List.copyOf(steps);
        faults = List.copyOf(faults);
    }

    boolean passed() {
        return faults.isEmpty();
    }

    ObjectNode json() {
        ObjectNode node = JsonMapper.builder().build().createObjectNode();
        node.put("passed", passed()).put("clients", clients);
        node.set("fromClients", counts(up));
        node.set("toClients", counts(down));
        node.put("answeredByTheOlderFunction", byOlder)
                .put("longestSilenceMillis", longestSilence.toMillis())
                .put("forcedReconnects", reconnects)
                .put("sourceBefore", sourceBefore)
                .put("sourceAfterRollback", sourceAfter);
        steps.forEach(step -> node.withArray("steps")
                .addObject()
                .put("step", step.name())
                .put("millis", step.took().toMillis())
                .put("outcome", step.outcome()));
        faults.forEach(node.putArray("faults")::add);
        return node;
    }

    private static ObjectNode counts(Counts counts) {
        return JsonMapper.builder()
                .build()
                .createObjectNode()
                .put("sent", counts.sent())
                .put("arrived", counts.arrived())
                .put("twice", counts.twice())
                .put("lost", counts.lost())
                .put("strays", counts.strays())
                .put("longestWaitMillis", counts.longestWait().toMillis());
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format("%,d clients%n", clients));
        line(text, "from clients", up);
        line(text, "to clients", down);
        text.append(String.format(
                "answered by   the older function %,d, the platform %,d%n", byOlder, up.arrived() - byOlder));
        text.append(String.format("longest silence of a client   %,d ms%n", longestSilence.toMillis()));
        text.append(String.format("forced reconnects             %d%n", reconnects));
        text.append(String.format(
                "source after the rollback     %s%n",
                sourceBefore.equals(sourceAfter) ? "byte for byte as before, " + sourceAfter : "NOT AS BEFORE"));
        faults.forEach(fault -> text.append("  NOT WELL  ").append(fault).append('\n'));
        return text.append(passed() ? "passed" : "failed").toString();
    }

    private static void line(StringBuilder text, String what, Counts counts) {
        text.append(String.format(
                "%-13s %,d sent, %,d arrived, %d twice, %d lost; the longest took %,d ms%n",
                what,
                counts.sent(),
                counts.arrived(),
                counts.twice(),
                counts.lost(),
                counts.longestWait().toMillis()));
    }
}
