package io.trunkline.migration.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.migration.step.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;

/**
 * How a step tells what it does: lines and a bar for people, JSON lines for scripts. A bar is drawn over itself where
 * there is a terminal, and told every ten seconds where there is none.
 */
final class Console implements Progress {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration DRAWN = Duration.ofMillis(200);
    private static final Duration TOLD = Duration.ofSeconds(10);
    private static final int BAR = 24;

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;
    private final boolean terminal;
    private final InstantSource clock;
    private String what = "";
    private Instant began = Instant.EPOCH;
    private Instant told = Instant.EPOCH;
    private long last;

    Console(PrintWriter out, PrintWriter err, boolean json, boolean terminal, InstantSource clock) {
        this.out = out;
        this.err = err;
        this.json = json;
        this.terminal = terminal;
        this.clock = clock;
    }

    /** The first thing that every step says. */
    void begin(String step, String account, String region, String stage, String app) {
        if (json) {
            tell(JSON.createObjectNode()
                    .put("step", step)
                    .put("account", account)
                    .put("region", region)
                    .put("stage", stage)
                    .put("app", app));
        } else {
            err.println(step + ": account " + account + ", Region " + region + ", stage " + stage
                    + (app.isEmpty() ? "" : ", app " + app));
            err.flush();
        }
    }

    /** One line of the outcome. */
    void say(String words) {
        if (!json) {
            endBar();
            out.println(words);
            out.flush();
        }
    }

    /** The outcome for scripts. */
    void tell(JsonNode node) {
        if (json) {
            out.println(node);
            out.flush();
        }
    }

    boolean json() {
        return json;
    }

    /** Counts under a heading. */
    void counts(String heading, Map<String, Long> counts) {
        if (!counts.isEmpty()) {
            say(heading);
            counts.forEach((name, count) -> say(String.format(Locale.ROOT, "  %-40s %,12d", name, count)));
        }
    }

    @Override
    public synchronized void at(String doing, long done, long all) {
        Instant now = clock.instant();
        if (!doing.equals(what)) {
            endBar();
            what = doing;
            began = now;
            told = Instant.EPOCH;
        }
        last = done;
        boolean end = all > 0 && done >= all;
        Duration pause = terminal && !json ? DRAWN : TOLD;
        if (!end && Duration.between(told, now).compareTo(pause) < 0) {
            return;
        }
        told = now;
        double seconds = Math.max(0.001, Duration.between(began, now).toMillis() / 1000.0);
        long rate = Math.round(done / seconds);
        long left = all > done && rate > 0 ? (all - done) / rate : 0;
        if (json) {
            ObjectNode node = JSON.createObjectNode().put("progress", doing).put("done", done);
            if (all > 0) {
                node.put("all", all).put("secondsLeft", left);
            }
            tell(node.put("rate", rate));
        } else {
            err.print((terminal ? "\r" : "") + line(doing, done, all, rate, left) + (terminal ? "" : "\n"));
            err.flush();
        }
    }

    private static String line(String doing, long done, long all, long rate, long left) {
        StringBuilder line = new StringBuilder();
        if (all > 0) {
            int full = (int) Math.min(BAR, BAR * done / all);
            line.append('[')
                    .append("#".repeat(full))
                    .append(".".repeat(BAR - full))
                    .append("] ");
        }
        line.append(String.format(Locale.ROOT, "%,d", done));
        if (all > 0) {
            line.append(String.format(Locale.ROOT, " of %,d", all));
        }
        line.append(' ').append(doing).append(String.format(Locale.ROOT, ", %,d a second", rate));
        if (left > 0) {
            line.append(", ").append(left).append(" s left");
        }
        return line.append("  ").toString();
    }

    private void endBar() {
        if (last > 0 && terminal && !json) {
            err.println();
            err.flush();
        }
        last = 0;
        what = "";
    }
}
