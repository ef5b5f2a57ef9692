package io.trunkline.migration.step;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.migration.OperatorException;
import io.trunkline.migration.mapping.Collection;
import io.trunkline.migration.mapping.Mapping;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.migration.plan.PlanFile;
import io.trunkline.routing.key.AppKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads everything, changes nothing, and writes the plan. */
public final class PlanStep {
    private static final double WRITE_DOLLARS_A_MILLION = 0.625;
    private static final double READ_DOLLARS_A_MILLION = 0.125;

    /** What a new on-demand table takes at once: 4,000 writes a second (AWS, DynamoDB's quotas). */
    private static final int WRITES_A_SECOND = 4_000;

    /** API Gateway's quota of new connections a second in a Region. */
    private static final int CONNECTS_A_SECOND = 500;

    /**
     * What is to be planned.
     *
     * @param app instead of the mapping's, as {@code tenant/app}
     * @param api the older API, {@code apiId/stage}; without it rows only are moved
     * @param function the platform's, to which the API is led; without it nothing is led anywhere
     * @param variables of functions to be set when the API is led here, each as {@code FUNCTION:NAME=VALUE}
     */
    public record Order(
            String mappingName,
            Mapping mapping,
            SourcePlace source,
            Optional<String> app,
            Optional<String> dialect,
            Optional<ZoneId> zone,
            Optional<GatewayEndpoint> api,
            Optional<String> function,
            List<String> variables) {
        public Order {
            variables = List.copyOf(variables);
            if (!variables.isEmpty() && (api.isEmpty() || function.isEmpty())) {
                throw new OperatorException(
                        "--set-env is done when an API is led here: name it and the platform's function as well, --api"
                                + " API_ID/STAGE --function NAME");
            }
        }

        /** Without variables. */
        public Order(
                String mappingName,
                Mapping mapping,
                SourcePlace source,
                Optional<String> app,
                Optional<String> dialect,
                Optional<ZoneId> zone,
                Optional<GatewayEndpoint> api,
                Optional<String> function) {
            this(mappingName, mapping, source, app, dialect, zone, api, function, List.of());
        }
    }

    private final Platform platform;
    private final Map<String, String> environment;
    private final InstantSource clock;
    private final Progress progress;

    public PlanStep(Platform platform, Map<String, String> environment, InstantSource clock, Progress progress) {
        this.platform = platform;
        this.environment = environment;
        this.clock = clock;
        this.progress = progress;
    }

    /** Writes the plan and its files into {@code folder}, which holds no plan yet. */
    public MigrationPlan write(Order order, Path folder) {
        AppKey app = AppKey.parse(order.app().orElse(order.mapping().app()));
        Tenant tenant = platform.tenant(app);
        String dialect = order.dialect().orElse(order.mapping().dialect());
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (Files.exists(folder.resolve(PlanFile.NAME))) {
            throw new OperatorException(folder + " holds a plan already; name another folder, or take that one away");
        }
        if (order.api().isPresent() && order.function().isPresent()) {
            requireDoor(app, order.api().get());
        }
        Sources sources = new Sources(order.mapping().source(), order.source(), platform.credentials(), environment);
        Extract extract = new Extraction(
                        order.mapping(),
                        sources::open,
                        new Targeting(tenant, app, dialect, order.api(), platform.policy()),
                        platform.liveness(order.api()),
                        progress)
                .into(folder, order.zone(), clock.instant());
        ObjectNode root = RowJson.JSON.createObjectNode();
        root.put("written", clock.instant().toString())
                .put("account", platform.account())
                .put("region", platform.place().region())
                .put("stage", platform.place().stage())
                .put("ecosystem", platform.place().ecosystem());
        root.putObject("mapping")
                .put("name", order.mappingName())
                .put("text", order.mapping().text());
        ObjectNode source = order.source().write();
        ObjectNode collections = source.putObject("collections");
        for (Collection collection : order.mapping().collections()) {
            collections.put(collection.name(), Sources.nameOf(collection, order.source()));
        }
        root.set("source", source);
        order.zone().ifPresent(zone -> root.put("zone", zone.getId()));
        order.api().ifPresent(api -> root.put("api", api.toString()));
        root.putObject("target").put("app", app.toString()).put("dialect", dialect);
        root.set("records", counts(extract));
        ObjectNode files = root.putObject("files");
        new TreeMap<>(extract.checksums()).forEach(files::put);
        root.set("changes", changes(order));
        root.set("cost", cost(extract));
        root.set("time", time(extract));
        return PlanFile.write(folder, root);
    }

    private void requireDoor(AppKey app, GatewayEndpoint api) {
        boolean registered = platform.registry()
                .door(api.apiId())
                .filter(door -> door.app().equals(app))
                .isPresent();
        if (!registered) {
            throw new OperatorException(
                    "the API " + api.apiId() + " is no door of " + app + ", so its clients could not"
                            + " connect once it leads here. Add it to the tenant's file (doors: {door: " + api.apiId()
                            + ", app: " + app.app() + "}) and load that.");
        }
    }

    private ArrayNode changes(Order order) {
        return order.api().isPresent() && order.function().isPresent()
                ? new Repoint(platform.control())
                        .changes(order.api().get(), order.function().get(), order.variables())
                : RowJson.JSON.createArrayNode();
    }

    static ObjectNode counts(Extract extract) {
        ObjectNode records = RowJson.JSON.createObjectNode();
        records.put("read", extract.read())
                .put("connections", extract.rows())
                .put("attached", extract.attached())
                .put("rooms", extract.rooms())
                .put("automaticRooms", extract.automatic());
        ObjectNode repairs = records.putObject("repairs");
        new TreeMap<>(extract.repairs()).forEach((kind, count) -> repairs.put(kind.name(), count));
        ObjectNode unmapped = records.putObject("unmapped");
        new TreeMap<>(extract.unmapped()).forEach((reason, count) -> unmapped.put(reason.name(), count));
        return records;
    }

    private static ObjectNode cost(Extract extract) {
        long writes = writes(extract);
        long reads = extract.rows() + extract.read() / 2;
        ObjectNode cost = RowJson.JSON.createObjectNode();
        cost.put("writeUnits", writes)
                .put("readUnits", reads)
                .put(
                        "dollars",
                        String.format(
                                java.util.Locale.ROOT,
                                "%.4f",
                                writes * WRITE_DOLLARS_A_MILLION / 1e6 + reads * READ_DOLLARS_A_MILLION / 1e6))
                .put(
                        "why",
                        "1 unit a row, 2 a room (table and index), 0.1 a row for the journal; 1 read a row, half a"
                                + " read a record of the source; on demand in us-east-1; docs/costs.md");
        return cost;
    }

    private static long writes(Extract extract) {
        return extract.rows() + 2 * (extract.rooms() + extract.automatic()) + (extract.rows() + 9) / 10;
    }

    private static ObjectNode time(Extract extract) {
        ObjectNode time = RowJson.JSON.createObjectNode();
        time.put("importSeconds", (writes(extract) + WRITES_A_SECOND - 1) / WRITES_A_SECOND)
                .put("inviteSeconds", (extract.rows() + CONNECTS_A_SECOND - 1) / CONNECTS_A_SECOND)
                .put(
                        "why",
                        "at 4,000 writes a second, which a new on-demand table takes, and at 500 connects a second");
        return time;
    }
}
