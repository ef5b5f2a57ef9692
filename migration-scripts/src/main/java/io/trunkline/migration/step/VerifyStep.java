package io.trunkline.migration.step;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.delivery.Sighting;
import io.trunkline.core.dynamo.ConnectionImport;
import io.trunkline.core.schema.FunctionAccess;
import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.core.subscription.RoomShards;
import io.trunkline.migration.control.HealthPlane;
import io.trunkline.migration.mapping.Mapping;
import io.trunkline.migration.mapping.MappingReader;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.migration.target.SharedRow;
import io.trunkline.migration.target.SharedTables;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.RoomShard;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds the shared tables against the source as it is now, and the resources against the plan. Changes nothing. */
public final class VerifyStep {
    private static final Duration QUESTION = Duration.ofSeconds(3);
    private static final int MOST_FAULTS = 100;
    private static final String SOURCE = "source connections";

    private final Platform platform;
    private final Map<String, String> environment;
    private final InstantSource clock;
    private final Progress progress;

    public VerifyStep(Platform platform, Map<String, String> environment, InstantSource clock, Progress progress) {
        this.platform = platform;
        this.environment = environment;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Sends a message through each door, and adds to the findings who got no answer.
     *
     * @param token that the probes connect with
     */
    public static Findings probed(Findings findings, List<Probe> probes, Optional<String> token) {
        Map<String, Long> counts = new LinkedHashMap<>(findings.counts());
        List<String> faults = new ArrayList<>(findings.faults());
        for (Probe probe : probes) {
            Optional<String> fault = probe.fault(token);
            counts.merge(fault.isEmpty() ? "probes answered" : "faults", 1L, Long::sum);
            fault.ifPresent(words -> faults.add("a probe through " + probe.name() + ": " + words));
        }
        return new Findings(counts, faults);
    }

    private static final class Report {
        private final Map<String, Long> counts = new LinkedHashMap<>();
        private final List<String> faults = new ArrayList<>();

        void count(String what) {
            counts.merge(what, 1L, Long::sum);
        }

        void fault(String words) {
            count("faults");
            if (faults.size() < MOST_FAULTS) {
                faults.add(words);
            }
        }
    }

    /**
     * Looks at everything once.
     *
     * @param repointed whether the API is expected to lead here already
     */
    public Findings run(MigrationPlan plan, Path folder, boolean repointed) {
        AppKey app = AppKey.parse(plan.app());
        Tenant tenant = platform.tenant(app);
        Optional<GatewayEndpoint> api = plan.api().map(GatewayEndpoint::parse);
        Mapping mapping = MappingReader.read(plan.mappingName(), plan.mappingText());
        Targeting targeting = new Targeting(tenant, app, plan.dialect(), api, platform.policy());
        Sources sources =
                new Sources(mapping.source(), SourcePlace.read(plan.source()), platform.credentials(), environment);
        Path fresh = folder.resolve("verify");
        Extract extract = new Extraction(mapping, sources::open, targeting, platform.liveness(api), progress)
                .into(fresh, plan.zone().map(ZoneId::of), clock.instant());
        Report report = new Report();
        report.counts.put(SOURCE, extract.rows());
        SharedTables tables = platform.tables(tenant);
        try (BufferedReader lines = Files.newBufferedReader(fresh.resolve(Extract.ROWS), StandardCharsets.UTF_8)) {
            List<SharedRow> batch = new ArrayList<>();
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                if (targeting.of(RowJson.connection(RowJson.JSON.readTree(text)))
                        instanceof Targeting.Targeted.Row row) {
                    batch.add(ImportStep.shared(targeting, row));
                }
                if (batch.size() == SharedTables.MOST_AT_ONCE) {
                    check(tenant, tables, batch, report);
                    batch.clear();
                }
            }
            check(tenant, tables, batch, report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (repointed) {
            resources(plan, report);
        }
        if (platform.hasControl()) {
            health(api, report);
        }
        return new Findings(report.counts, report.faults);
    }

    /**
     * Looks at what there still is to be looked at once a cleanup has removed the source.
     *
     * @param removed by the cleanup
     */
    public Findings afterCleanup(long removed) {
        Report report = new Report();
        report.counts.put("removed by the cleanup", removed);
        if (platform.hasControl()) {
            health(Optional.empty(), report);
        }
        return new Findings(report.counts, report.faults);
    }

    private void check(Tenant tenant, SharedTables tables, List<SharedRow> batch, Report report) {
        Map<ConnectionId, ConnectionImport.Standing> standing =
                tables.standing(batch.stream().map(row -> row.connection().id()).toList());
        for (SharedRow row : batch) {
            ConnectionId id = row.connection().id();
            switch (standing.get(id)) {
                case null -> missing(row, report);
                case ConnectionImport.Standing.Ended _ -> report.count("ended since");
                case ConnectionImport.Standing.Stored stored -> {
                    if (same(stored.connection(), row.connection())) {
                        report.count("rows as the source");
                    } else {
                        report.fault("connection " + id + " stands there as " + who(stored.connection())
                                + ", the source says " + who(row.connection()));
                    }
                    Set<RoomShard> rooms = tables.roomsOf(id);
                    // rooms that were joined by name may have been left since; those that come by themselves may not
                    List<RoomShard> missing =
                            RoomShards.automatic(
                                            tenant, row.connection().principal().identity(), id)
                                    .stream()
                                    .filter(room -> !rooms.contains(room))
                                    .toList();
                    if (!missing.isEmpty() && hasLeft(row, tables)) {
                        report.count("left meanwhile");
                    } else {
                        missing.forEach(room -> report.fault(
                                "connection " + id + " is not in " + room.room() + "; roll back, plan and apply anew"));
                    }
                }
            }
            progress.at(
                    "rows verified",
                    report.counts.values().stream().mapToLong(Long::longValue).sum()
                            - report.counts.getOrDefault(SOURCE, 0L),
                    report.counts.getOrDefault(SOURCE, 0L));
        }
    }

    /** Whoever ends its connection between two looks leaves its rooms before its row. */
    private boolean hasLeft(SharedRow row, SharedTables tables) {
        ConnectionId id = row.connection().id();
        return !(tables.standing(List.of(id)).get(id) instanceof ConnectionImport.Standing.Stored) || isGone(row);
    }

    private boolean isGone(SharedRow row) {
        return platform.isAskable()
                && platform.gateway()
                                .look(
                                        row.connection().endpoint(),
                                        row.connection().id(),
                                        QUESTION)
                        instanceof Sighting.Gone;
    }

    private void missing(SharedRow row, Report report) {
        ConnectionId id = row.connection().id();
        if (isGone(row)) {
            report.count("gone since");
        } else {
            report.fault("connection " + id + " of " + who(row.connection()) + " is not imported; apply again");
        }
    }

    private static boolean same(Connection stored, Connection source) {
        return stored.principal().identity().equals(source.principal().identity())
                && stored.endpoint().equals(source.endpoint())
                && stored.dialect().equals(source.dialect());
    }

    private static String who(Connection connection) {
        return connection.principal().identity().entity() + " at " + connection.endpoint() + " in "
                + connection.dialect();
    }

    private void resources(MigrationPlan plan, Report report) {
        Repoint repoint = new Repoint(platform.control());
        for (JsonNode change : plan.changes()) {
            if (repoint.holds(change)) {
                report.count("resources as planned");
            } else {
                report.fault("the " + change.path("kind").asText() + " "
                        + change.path("id").asText() + " is not as planned; apply --phase repoint again");
            }
        }
    }

    /** What the account says: roles that may post to the older API, and alarms. */
    private void health(Optional<GatewayEndpoint> api, Report report) {
        HealthPlane health = platform.control().health();
        String names = platform.place().ecosystem() + "-" + platform.place().stage() + "-";
        health.alarms(names)
                .ifPresentOrElse(
                        alarms -> {
                            report.count("alarms asked about");
                            alarms.forEach(alarm -> report.fault(
                                    "the alarm " + alarm + " is in ALARM; see docs/operations.md for what it means"));
                        },
                        () -> report.count("alarms that nobody answers for here"));
        api.ifPresent(older -> {
            for (FunctionLayout function : FunctionLayout.values()) {
                for (FunctionAccess.ConnectionsMethod method :
                        FunctionAccess.of(function).posts()) {
                    mayPost(health, names + function.functionName(), method, older, report);
                }
            }
        });
    }

    private void mayPost(
            HealthPlane health,
            String function,
            FunctionAccess.ConnectionsMethod method,
            GatewayEndpoint older,
            Report report) {
        String resource = "arn:aws:execute-api:" + platform.place().region() + ":" + platform.account() + ":"
                + older.apiId() + "/" + older.stage() + "/" + method + "/@connections/*";
        Optional<Boolean> may = health.mayPost(function, resource);
        if (may.isEmpty()) {
            report.count("roles that nobody answers for here");
        } else if (may.get()) {
            report.count("roles that may call the older API");
        } else {
            report.fault("the role of " + function + " may not " + method + " connections of " + older
                    + ", so its clients would hear nothing: add the API to the stage's door APIs (docs/deploy.md) and"
                    + " deploy");
        }
    }
}
