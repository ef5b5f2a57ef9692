package io.trunkline.rehearsal;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What became of a rehearsal.
 *
 * @param up the clients' messages, each counted as arrived when its answer was
 * @param down the back end's pushes
 * @param byOlder the clients' messages that the older function answered, the rest the platform did
 * @param longestSilence the longest that one client got nothing
 * @param reconnects sockets that ended of those who were there throughout
 * @param newcomers who came and went meanwhile
 * @param moves what came of watching, inviting and closing the door
 * @param sourceBefore checksum of every field of the records of those who were there throughout, before the migration
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
        Newcomers newcomers,
        Moves moves,
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

    /**
     * A step of the migration and how long it took.
     *
     * @param came clients who connected meanwhile
     * @param left clients who ended their connection meanwhile
     */
    record Step(String name, Duration took, String outcome, int came, int left) {}

    /**
     * Who came and went meanwhile; their messages are among all others.
     *
     * @param again how often one had to connect again, as the rollback closed it
     * @param saidAgain messages that one of those repeated when it was there again
     * @param pushedAgain pushes that reached nobody when one of those was closed, and were repeated
     * @param handshakes that came to a server's fault and were tried again, by status
     */
    record Newcomers(int came, int left, int again, int saidAgain, int pushedAgain, Map<Integer, Integer> handshakes) {
        Newcomers {
            handshakes = Map.copyOf(handshakes);
        }
    }

    /**
     * What came after the API led to the platform.
     *
     * @param invited clients that were told of the address
     * @param wordless whose dialect names no address
     * @param moved clients that connected elsewhere by themselves
     * @param onBothSides pushes that a client got on both of its sockets while it moved
     * @param behind connections behind the door before it was closed
     * @param closed those that were closed with it, after the verdict on forced reconnects
     */
    record Moves(long invited, long wordless, long moved, long onBothSides, long behind, long closed) {}

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
                .put("newcomersCame", newcomers.came())
                .put("newcomersLeft", newcomers.left())
                .put("newcomersConnectedAgain", newcomers.again())
                .put("saidAgain", newcomers.saidAgain())
                .put("pushedAgain", newcomers.pushedAgain())
                .put("handshakesTriedAgain", newcomers.handshakes().toString())
                .put("invited", moves.invited())
                .put("wordless", moves.wordless())
                .put("moved", moves.moved())
                .put("onBothSidesWhileTheyMoved", moves.onBothSides())
                .put("behindTheDoorAtItsEnd", moves.behind())
                .put("closedWithTheDoor", moves.closed())
                .put("sourceBefore", sourceBefore)
                .put("sourceAfterRollback", sourceAfter);
        steps.forEach(step -> node.withArray("steps")
                .addObject()
                .put("step", step.name())
                .put("millis", step.took().toMillis())
                .put("outcome", step.outcome())
                .put("came", step.came())
                .put("left", step.left()));
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
        if (newcomers.came() > 0) {
            text.append(String.format(
                    "newcomers                     %,d came, %,d left, %,d were closed by the rollback and connected"
                            + " again (%,d messages said again, %,d pushed again)%n",
                    newcomers.came(),
                    newcomers.left(),
                    newcomers.again(),
                    newcomers.saidAgain(),
                    newcomers.pushedAgain()));
            if (!newcomers.handshakes().isEmpty()) {
                text.append(String.format(
                        "handshakes tried again        %s, by the status that they had come to%n",
                        newcomers.handshakes()));
            }
            steps.forEach(step -> text.append(String.format(
                    "  %-21s %,7d ms   %d came, %d left%n",
                    step.name(), step.took().toMillis(), step.came(), step.left())));
        }
        text.append(String.format(
                "after the second migration    %,d invited, %,d whose dialect names no address; %,d moved, and got %,d"
                        + " pushes on both sides; %,d closed with the door%n",
                moves.invited(), moves.wordless(), moves.moved(), moves.onBothSides(), moves.closed()));
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
