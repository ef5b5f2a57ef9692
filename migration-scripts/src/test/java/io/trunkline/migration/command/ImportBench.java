package io.trunkline.migration.command;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.migration.target.InParallel;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.key.TenantId;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What docs/migration.md states of sizes and speed. Run by hand, from the test class path, with a small heap: the
 * number of records, and {@code plan} or {@code import} where only the memory of these is asked about.
 */
final class ImportBench {
    private ImportBench() {}

    public static void main(String[] arguments) throws IOException {
        int records = Integer.parseInt(arguments[0]);
        String last = arguments.length > 1 ? arguments[1] : "rollback";
        Path folder = Files.createTempDirectory("import-bench");
        Path file = folder.resolve("connections.jsonl");
        Instant began = Instant.now().minusSeconds(600);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < records; i++) {
                out.write("{\"connectionId\":\"C" + i + "=\",\"user\":\"u-" + i
                        + "\",\"type\":\"driver\",\"entity\":\"d-" + i
                        + "\",\"connectedAt\":\"" + began + "\",\"endpoint\":\"legacyapi1/dev\",\"rooms\":[\"order:o-"
                        + i
                        + "\"]}\n");
            }
        }
        try (MigrationRig rig = new MigrationRig(folder)) {
            Path plan = folder.resolve("plan");
            time(
                    "plan",
                    records,
                    () -> expect(rig.run(
                            "plan",
                            "--out",
                            plan.toString(),
                            "--mapping",
                            "json-lines",
                            "--ecosystem",
                            rig.unique,
                            "--from",
                            "connections=" + file)));
            if (last.equals("import")) {
                time("import", records, () -> expect(rig.run("apply", plan.toString())));
            }
            if (last.equals("rollback")) {
                Duration bulk =
                        time("the store's own bulk write of as many items", records, () -> bulk(rig, records * 7));
                Duration applied = time("import", records, () -> expect(rig.run("apply", plan.toString())));
                System.out.printf(Locale.ROOT, "import / bulk = %.2f%n", (double) applied.toMillis() / bulk.toMillis());
                time("verify", records, () -> expect(rig.run("verify", plan.toString())));
                time("rollback", records, () -> expect(rig.run("rollback", plan.toString())));
            }
        }
    }

    private static void expect(MigrationRig.Outcome outcome) {
        System.out.println("  " + outcome.out().lines().findFirst().orElse(""));
        if (outcome.status() != 0) {
            throw new IllegalStateException(outcome.toString());
        }
    }

    private static Duration time(String what, int records, Runnable work) {
        Instant start = Instant.now();
        work.run();
        Duration took = Duration.between(start, Instant.now());
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        System.out.printf(
                Locale.ROOT,
                "%-45s %8.1f s %,10.0f records/s, heap after it %d MB%n",
                what,
                took.toMillis() / 1000.0,
                records * 1000.0 / Math.max(1, took.toMillis()),
                (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        return took;
    }

    private static void bulk(MigrationRig rig, int items) {
        RoomShard room = new RoomShard(new RoomKey(new TenantId("bench"), new RoomName.All()), 0);
        try (InParallel parallel = new InParallel(32)) {
            List<Runnable> work = new ArrayList<>();
            for (int from = 0; from < items; from += 25) {
                int first = from;
                work.add(() -> {
                    List<Subscription> batch = new ArrayList<>();
                    for (int i = first; i < Math.min(items, first + 25); i++) {
                        batch.add(new Subscription(
                                room,
                                new ConnectionId("B" + i),
                                GatewayEndpoint.parse("legacyapi1/dev"),
                                "trunkline.v1",
                                Instant.now().plusSeconds(3600)));
                    }
                    rig.admin.subscriptions().join(batch);
                });
            }
            parallel.run(work);
        }
    }
}
