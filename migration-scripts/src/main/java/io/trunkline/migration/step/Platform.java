package io.trunkline.migration.step;

import io.trunkline.core.apigw.ApiGatewayConnections;
import io.trunkline.core.apigw.ManagementUrls;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.Sighting;
import io.trunkline.core.dynamo.DynamoAdmin;
import io.trunkline.core.dynamo.DynamoDefaults;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.migration.OperatorException;
import io.trunkline.migration.control.AwsControlPlanes;
import io.trunkline.migration.control.ControlPlanes;
import io.trunkline.migration.journal.JournalTable;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.migration.target.InParallel;
import io.trunkline.migration.target.SharedTables;
import io.trunkline.routing.key.AppKey;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** One stage of the shared platform, with everything of AWS that a migration onto it reaches. */
public final class Platform implements AutoCloseable {
    /** The account of what runs on this machine alone. */
    public static final String LOCAL_ACCOUNT = "000000000000";

    private static final Duration QUESTION = Duration.ofSeconds(3);

    private final PlatformPlace place;
    private final AwsCredentialsProvider credentials;
    private final DynamoAdmin admin;
    private final AppRegistry registry;
    private final InParallel parallel;
    private final Optional<AwsControlPlanes> control;
    private final ApiGatewayConnections gateway;

    public Platform(PlatformPlace place, AwsCredentialsProvider credentials) {
        this.place = place;
        this.credentials = credentials;
        this.admin = DynamoAdmin.at(
                place.dynamo().orElse(URI.create("https://dynamodb." + place.region() + ".amazonaws.com")),
                place.region(),
                credentials,
                layout());
        this.registry = admin.apps();
        this.parallel = new InParallel(place.parallel());
        this.control = place.dynamo().isPresent() && place.control().isEmpty()
                ? Optional.empty()
                : Optional.of(new AwsControlPlanes(place.region(), place.control(), credentials));
        this.gateway = new ApiGatewayConnections(
                new ManagementUrls(place.region(), place.management().orElse(ManagementUrls.AWS_TEMPLATE), Map.of()),
                credentials,
                place.parallel());
    }

    public PlatformPlace place() {
        return place;
    }

    TableLayout layout() {
        return new TableLayout(place.ecosystem(), place.stage());
    }

    /** Twelve digits; zeros for stores on this machine without a control plane. */
    public String account() {
        return control.map(planes -> planes.planes().account()).orElse(LOCAL_ACCOUNT);
    }

    /** Throws {@link OperatorException} where there is none. */
    public ControlPlanes control() {
        return control.map(AwsControlPlanes::planes)
                .orElseThrow(() -> new OperatorException(
                        "there is no control plane: with --endpoint name one as well, --control-endpoint URL"));
    }

    public boolean hasControl() {
        return control.isPresent();
    }

    AwsCredentialsProvider credentials() {
        return credentials;
    }

    AppRegistry registry() {
        return registry;
    }

    DynamoAdmin admin() {
        return admin;
    }

    InParallel parallel() {
        return parallel;
    }

    /** Whether a gateway can be asked: not where the stores are on this machine and no gateway is named. */
    boolean isAskable() {
        return place.dynamo().isEmpty() || place.management().isPresent();
    }

    /** The older API that a plan names; throws {@link OperatorException} where it names none. */
    GatewayEndpoint olderApi(MigrationPlan plan) {
        return plan.api()
                .map(GatewayEndpoint::parse)
                .orElseThrow(() -> new OperatorException(
                        "the plan names no older API: plan with --api API_ID/STAGE and --function NAME"));
    }

    RoomPolicy policy() {
        return new RoomPolicy(admin.grants());
    }

    ConnectionGateway gateway() {
        return gateway;
    }

    /** Throws {@link OperatorException} where tenant or app are not registered. */
    Tenant tenant(AppKey app) {
        Tenant tenant = registry.activeTenant(app.tenant())
                .orElseThrow(() -> new OperatorException("the tenant " + app.tenant() + " is not registered in "
                        + layout().registry() + " (or suspended): ./trunkline tenants load --stage " + place.stage()));
        if (tenant.app(app.app()).isEmpty()) {
            throw new OperatorException("the tenant " + app.tenant() + " has no app " + app.app()
                    + "; add it to its file, and load it: ./trunkline tenants load --stage " + place.stage());
        }
        return tenant;
    }

    SharedTables tables(Tenant tenant) {
        return new SharedTables(admin, registry, tenant, parallel);
    }

    /** The journal's table of this stage. */
    JournalTable journalTable() {
        var builder = DynamoDefaults.apply(DynamoDbClient.builder())
                .region(Region.of(place.region()))
                .credentialsProvider(credentials);
        place.dynamo().ifPresent(builder::endpointOverride);
        return new JournalTable(builder.build(), place.ecosystem() + "_websocket_migrations_" + place.stage());
    }

    /** Asks the gateway that holds a connection, or {@code unless} where its record does not say which. */
    Liveness liveness(Optional<GatewayEndpoint> unless) {
        if (!isAskable()) {
            return Liveness.UNKNOWN;
        }
        return connection -> connection
                .endpoint()
                .map(GatewayEndpoint::parse)
                .or(() -> unless)
                .map(endpoint ->
                        !(gateway.look(endpoint, new ConnectionId(connection.id()), QUESTION) instanceof Sighting.Gone))
                .orElse(false);
    }

    @Override
    public void close() {
        gateway.close();
        control.ifPresent(AwsControlPlanes::close);
        parallel.close();
        admin.close();
    }
}
