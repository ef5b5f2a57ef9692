package io.trunkline.migration.command;

import com.mongodb.client.MongoClient;
import io.trunkline.migration.testing.LocalStores;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.RawBsonDocument;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Older systems' stores as a test fills them, and checksums over all that they hold. */
record OlderStores(MigrationRig rig) {
    /** A table of DynamoDB; without a range key where {@code range} is empty. */
    void create(String table, String hash, String range) {
        List<KeySchemaElement> keys = new ArrayList<>();
        List<AttributeDefinition> attributes = new ArrayList<>();
        for (String name : List.of(hash, range)) {
            if (!name.isEmpty()) {
                keys.add(KeySchemaElement.builder()
                        .attributeName(name)
                        .keyType(keys.isEmpty() ? KeyType.HASH : KeyType.RANGE)
                        .build());
                attributes.add(AttributeDefinition.builder()
                        .attributeName(name)
                        .attributeType(ScalarAttributeType.S)
                        .build());
            }
        }
        rig.client.createTable(request -> request.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(keys)
                .attributeDefinitions(attributes));
    }

    /** An item without a time to live where {@code ttl} is 0. */
    void put(String table, Map<String, String> fields, long ttl) {
        rig.client.putItem(request -> request.tableName(table).item(item(fields, ttl)));
    }

    void put(String table, Map<String, String> fields) {
        put(table, fields, 0);
    }

    static Map<String, AttributeValue> item(Map<String, String> fields, long ttl) {
        Map<String, AttributeValue> item = new HashMap<>();
        fields.forEach((name, value) -> item.put(name, AttributeValue.fromS(value)));
        if (ttl > 0) {
            item.put("ttl", AttributeValue.fromN(Long.toString(ttl)));
        }
        return item;
    }

    /** Over every attribute of every item. */
    Supplier<String> dynamo(String... tables) {
        return () -> {
            StringBuilder all = new StringBuilder();
            for (String table : tables) {
                all.append(rig.everything(table).keySet());
            }
            return sha256(all.toString());
        };
    }

    static void sql(String text) {
        try (Connection connection =
                        LocalStores.postgres().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Every column of every row, and where each row stands in its file: an update that changes nothing shows too. */
    static String postgres() {
        try (Connection connection =
                        LocalStores.postgres().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select md5(string_agg(c.ctid::text || c.xmin::text || c::text, '|' order by id)) from"
                                + " websocket_connections c")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Every byte of every document. */
    static String mongo(MongoClient client, String database) {
        StringBuilder all = new StringBuilder();
        client.getDatabase(database)
                .getCollection("websocketConnections", RawBsonDocument.class)
                .find()
                .sort(new Document("_id", 1))
                .forEach(document -> all.append(
                        HexFormat.of().formatHex(document.getByteBuffer().array())));
        return sha256(all.toString());
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
