package io.trunkline.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.app.Door;
import io.trunkline.core.dynamo.DynamoAdmin;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.tenantfile.TenantFile;
import io.trunkline.core.tenantfile.TenantFiles;
import io.trunkline.core.tenantfile.TenantLoad;
import io.trunkline.migration.testing.LocalStores;
import io.trunkline.routing.key.AppKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The shared tables of an ecosystem of its own, with a tenant, and an older app's tables beside them. */
final class MigrationRig implements AutoCloseable {
    static final String API = "legacyapi1/dev";

    /** What a command said. */
    record Outcome(int status, String out, String errors) {}

    final String unique = "T" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    final URI endpoint = LocalStores.dynamo();
    final DynamoDbClient client = LocalStores.dynamoClient();
    final TableLayout layout = new TableLayout(unique, "dev");
    final DynamoAdmin admin;
    private final Path folder;

    MigrationRig(Path folder) throws IOException {
        this.folder = folder;
        this.admin = DynamoAdmin.at(
                endpoint,
                "us-east-1",
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")),
                layout);
        admin.createTables();
        Path tenants = Files.createDirectories(folder.resolve("tenants"));
        Files.writeString(tenants.resolve("wizz.yaml"), """
            tenant: wizz
            types:
              merchant: {}
              driver: {}
            apps:
              order-receiver: { types: [merchant] }
              drivers: { types: [driver] }
            rooms:
              - { room: "order:{orderId}", join: open }
            doors:
              - { door: legacyapi1, app: order-receiver }
            """);
        TenantFile file =
                ((TenantLoad.Loaded) TenantFiles.load(tenants)).files().getFirst();
        admin.registry().replace(file.definition(), file.reading());
    }

    String connectionsTable() {
        return unique + "-connections";
    }

    /** The standalone receiver's table, PK and SK. */
    void createLegacyTable() {
        client.createTable(request -> request.tableName(connectionsTable())
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key("PK", KeyType.HASH), key("SK", KeyType.RANGE))
                .attributeDefinitions(text("PK"), text("SK")));
        client.createTable(request -> request.tableName(unique + "-endpoints")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key("merchantId", KeyType.HASH), key("endpointType", KeyType.RANGE))
                .attributeDefinitions(text("merchantId"), text("endpointType")));
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    /** A merchant's connection in the standalone table. */
    void legacyConnection(String id, String user, String business, Instant connectedAt, Map<String, String> more) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("PK", AttributeValue.fromS("CONNECTION#" + id));
        item.put("SK", AttributeValue.fromS("CONNECTION#" + id));
        item.put("connectionId", AttributeValue.fromS(id));
        item.put("entityType", AttributeValue.fromS("merchant"));
        item.put("userId", AttributeValue.fromS(user));
        item.put("businessId", AttributeValue.fromS(business));
        item.put("connectedAt", AttributeValue.fromS(connectedAt.toString()));
        item.put(
                "ttl",
                AttributeValue.fromN(Long.toString(connectedAt.plusSeconds(3600).getEpochSecond())));
        more.forEach((name, value) -> item.put(name, AttributeValue.fromS(value)));
        client.putItem(request -> request.tableName(connectionsTable()).item(item));
    }

    /** Writes a plan of the standalone receiver into a new folder, and returns that. */
    Path plan(String... more) {
        Path plan = folder.resolve("plan-" + UUID.randomUUID());
        List<String> arguments = new ArrayList<>(List.of(
                "--out",
                plan.toString(),
                "--mapping",
                "wizz-standalone",
                "--dialect",
                "trunkline.v1",
                "--from",
                "connections=" + connectionsTable(),
                "--from",
                "endpoints=" + unique + "-endpoints",
                "--ecosystem",
                unique));
        if (!List.of(more).contains("--api")) {
            arguments.addAll(List.of("--api", API));
        }
        arguments.addAll(List.of(more));
        Outcome outcome = run("plan", arguments.toArray(String[]::new));
        assertThat(outcome.status()).as(outcome.toString()).isZero();
        return plan;
    }

    /** Makes an API a door of the receiver. */
    void door(String api) {
        admin.registry().putDoor(new Door(api, AppKey.parse("wizz/order-receiver"), Optional.empty()));
    }

    /** As the platform does when a connection has ended. */
    void removeRow(String connection) {
        client.scanPaginator(request -> request.tableName(layout.connections()).consistentRead(true))
                .items()
                .forEach(item -> {
                    if (item.toString().contains("S=" + connection)) {
                        client.deleteItem(request ->
                                request.tableName(layout.connections()).key(keyOf(item)));
                    }
                });
    }

    private Map<String, AttributeValue> keyOf(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> key = new HashMap<>();
        client.describeTable(request -> request.tableName(layout.connections()))
                .table()
                .keySchema()
                .forEach(part -> key.put(part.attributeName(), item.get(part.attributeName())));
        return key;
    }

    /** Runs a command against these tables. */
    Outcome run(String command, String... arguments) {
        return execute(arguments(command, arguments));
    }

    private static Outcome execute(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter errors = new StringWriter();
        int status = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments.toArray(String[]::new));
        return new Outcome(status, out.toString(), errors.toString());
    }

    /** Runs a command against what stands before these tables. */
    Outcome runThrough(URI other, String command, String... arguments) {
        List<String> all = arguments(command, arguments);
        all.set(all.indexOf("--endpoint") + 1, other.toString());
        return execute(all);
    }

    List<String> arguments(String command, String... arguments) {
        List<String> all =
                new ArrayList<>(List.of(command, "--region", "us-east-1", "--endpoint", endpoint.toString()));
        all.addAll(List.of(arguments));
        return all;
    }

    /** A command as a process of its own, to be killed. */
    static Process child(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Daws.accessKeyId=test",
                "-Daws.secretAccessKey=test",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Everything in a table, item by item, in one order. */
    Map<String, String> everything(String table) {
        Map<String, String> items = new TreeMap<>();
        client.scanPaginator(request -> request.tableName(table).consistentRead(true))
                .items()
                .forEach(item -> {
                    String text = new TreeMap<>(item).toString();
                    items.put(text, text);
                });
        return items;
    }

    /**
     * The tables that are there, of this rig and of all others that share its DynamoDB Local: more than a page of them.
     */
    List<String> tables() {
        return client.listTablesPaginator().tableNames().stream().toList();
    }

    @Override
    public void close() {
        admin.close();
        client.close();
    }
}
