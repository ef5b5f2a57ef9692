package io.trunkline.local.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;

/** Aligned columns: when, who, which way, what; in colours where a terminal shows them. */
public final class TerminalStage implements Stage {
    private static final Map<String, String> COLOURS = Map.of(
            "customer", "\u001b[36m",
            "merchant", "\u001b[33m",
            "tablet", "\u001b[33m",
            "driver", "\u001b[32m",
            "dispatch", "\u001b[35m",
            "back end", "\u001b[34m");
    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintWriter out;
    private final boolean colours;
    private final InstantSource clock;
    private final Instant begun;

    public TerminalStage(PrintWriter out, boolean colours, InstantSource clock) {
        this.out = out;
        this.colours = colours;
        this.clock = clock;
        this.begun = clock.instant();
    }

    @Override
    public synchronized void chapter(String title) {
        out.println();
        out.println(shown(BOLD, title));
        out.flush();
    }

    @Override
    public synchronized void line(String actor, boolean says, String kind, String gist, String frame) {
        double seconds = Duration.between(begun, clock.instant()).toNanos() / 1e9;
        String time = String.format(Locale.ROOT, "%7.3f s", seconds);
        String padded = String.format(Locale.ROOT, "%-9s", actor);
        String name = String.format(Locale.ROOT, "%-29s", kind);
        out.println("  " + shown(DIM, time) + "  " + shown(COLOURS.getOrDefault(actor, ""), padded) + " "
                + (says ? "→" : "←") + " " + (gist.isEmpty() ? name.stripTrailing() : name + " " + shown(DIM, gist)));
        out.flush();
    }

    private String shown(String colour, String text) {
        return colours && !colour.isEmpty() ? colour + text + PLAIN : text;
    }
}
