package io.trunkline.rehearsal;

import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.routing.key.AppKey;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** The older apps that can be rehearsed, each with a store, a wire and an API of its own. */
enum OlderSystem {
    ORDER_RECEIVER("wizz", "order-receiver", "wizz-standalone", "wizz-merchant", "receiver01", "merchant"),
    CARECONNECT("careconnect", "app", "careconnect", "careconnect", "careconn01", "patient"),
    MANUFACTURING27(
            "manufacturing27", "web", "manufacturing27", "manufacturing27", "manufact27", Manufacturing27Wire.ROLE);

    /** Another than the platform's: on this machine the stage tells APIs apart. */
    private static final String STAGE = "older";

    private final String tenant;
    private final String app;
    private final String mapping;
    private final String dialect;
    private final String apiId;
    private final String type;

    OlderSystem(String tenant, String app, String mapping, String dialect, String apiId, String type) {
        this.tenant = tenant;
        this.app = app;
        this.mapping = mapping;
        this.dialect = dialect;
        this.apiId = apiId;
        this.type = type;
    }

    /** As the command line names it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<OlderSystem> named(String name) {
        return List.of(values()).stream()
                .filter(system -> system.toString().equals(name))
                .findFirst();
    }

    AppKey app() {
        return AppKey.parse(tenant + "/" + app);
    }

    /** The tenant's file in this package. */
    String tenantFile() {
        return tenant + ".yaml";
    }

    String mapping() {
        return mapping;
    }

    String dialect() {
        return dialect;
    }

    GatewayEndpoint api() {
        return new GatewayEndpoint(apiId, STAGE);
    }

    List<String> roles() {
        return this == MANUFACTURING27 ? List.of(Manufacturing27Wire.ROLE) : List.of();
    }

    /** A frame that a probe says. */
    String ping() {
        return switch (this) {
            case ORDER_RECEIVER -> "{\"type\":\"PING\"}";
            case CARECONNECT -> "{\"type\":\"heartbeat\"}";
            case MANUFACTURING27 -> "{\"action\":\"ping\"}";
        };
    }

    /** What stands in its answer. */
    String pong() {
        return switch (this) {
            case ORDER_RECEIVER -> "PONG";
            case CARECONNECT -> "heartbeat-response";
            case MANUFACTURING27 -> "pong";
        };
    }

    /** Starts what it keeps its connections in. */
    OlderStore store(URI dynamo, String region, AwsCredentialsProvider credentials) {
        return switch (this) {
            case ORDER_RECEIVER -> {
                DynamoRecords records = new DynamoRecords(dynamo, region, credentials, STAGE);
                records.create();
                yield OlderStore.dynamo(records, dynamo, region, STAGE);
            }
            case CARECONNECT ->
                OlderStore.postgres(
                        new PostgresRecords("https://" + apiId + ".execute-api." + region + ".amazonaws.com/" + STAGE),
                        region);
            case MANUFACTURING27 -> OlderStore.mongo(new MongoRecords(), region);
        };
    }

    OlderWire wire() {
        return switch (this) {
            case ORDER_RECEIVER -> new OrderReceiverWire();
            case CARECONNECT -> new CareConnectWire();
            case MANUFACTURING27 -> new Manufacturing27Wire();
        };
    }

    /** Whom the client of a serial number stands for, without its token. */
    Person person(int serial) {
        return switch (this) {
            case ORDER_RECEIVER -> {
                String business = String.format("business_%05d", serial);
                yield new Person(serial, type + "/" + business, "u-" + business, "");
            }
            case CARECONNECT -> new Person(serial, type + "/" + serial, Integer.toString(serial), "");
            case MANUFACTURING27 -> {
                String user = String.format("64a0%020x", serial);
                yield new Person(serial, type + "/" + user, user, "");
            }
        };
    }

    /** What its tokens say beside whom they are for. */
    Map<String, String> claims(Person person) {
        return switch (this) {
            case ORDER_RECEIVER -> Map.of();
            case CARECONNECT -> Map.of("sub", CareConnectWire.email(person));
            case MANUFACTURING27 -> Map.of("branch", Manufacturing27Wire.BRANCH);
        };
    }
}
