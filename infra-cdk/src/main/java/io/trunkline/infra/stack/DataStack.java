package io.trunkline.infra.stack;

import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.Tables;
import io.trunkline.infra.config.StageConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/** The tables. Nothing else is in this stack, so that no change to code can touch them. */
public final class DataStack extends Stack {
    private final Map<String, ITable> tables = new LinkedHashMap<>();
    private final Optional<Key> key;

    public DataStack(Construct scope, StageConfig config) {
        super(
                scope,
                config.name("Data"),
                StackProps.builder()
                        .description("Trunkline: tables")
                        .terminationProtection(config.stage().keepsData())
                        .build());
        key = config.encryption() == StageConfig.TableKey.CUSTOMER
                ? Optional.of(customerKey(config))
                : Optional.empty();
        Tables.of(config.tables()).forEach(table -> tables.put(table.name(), create(table, config)));
    }

    private Key customerKey(StageConfig config) {
        Key made = Key.Builder.create(this, "TablesKey")
                .description("Encrypts the tables of " + config.name("Data"))
                .alias("trunkline/" + config.name("tables"))
                .enableKeyRotation(true)
                .removalPolicy(config.stage().removal())
                .build();
        LogicalId.fix(made, "TablesKey");
        return made;
    }

    private Table create(Tables.Table layout, StageConfig config) {
        Table.Builder builder = Table.Builder.create(this, layout.name())
                .tableName(layout.name())
                .partitionKey(attribute(layout.partition()))
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .pointInTimeRecoverySpecification(PointInTimeRecoverySpecification.builder()
                        .pointInTimeRecoveryEnabled(true)
                        .build())
                .deletionProtection(config.stage().keepsData())
                .removalPolicy(config.stage().removal())
                .encryption(
                        switch (config.encryption()) {
                            case AWS_OWNED -> TableEncryption.DEFAULT;
                            case AWS_MANAGED -> TableEncryption.AWS_MANAGED;
                            case CUSTOMER -> TableEncryption.CUSTOMER_MANAGED;
                        });
        key.ifPresent(builder::encryptionKey);
        layout.sort().ifPresent(sort -> builder.sortKey(attribute(sort)));
        if (layout.expires()) {
            builder.timeToLiveAttribute(Attributes.EXPIRES_AT);
        }
        Table table = builder.build();
        layout.index()
                .ifPresent(index -> table.addGlobalSecondaryIndex(GlobalSecondaryIndexProps.builder()
                        .indexName(index.name())
                        .partitionKey(attribute(index.partition()))
                        .projectionType(ProjectionType.KEYS_ONLY)
                        .build()));
        LogicalId.fix(table, logicalId(layout, config));
        return table;
    }

    /** {@code ConnectionsTable}, the same in every stage. */
    private static String logicalId(Tables.Table layout, StageConfig config) {
        String kind = layout.name()
                .substring(
                        config.ecosystem().length() + "_websocket_".length(),
                        layout.name().length() - config.stage().text().length() - 1);
        return Character.toUpperCase(kind.charAt(0)) + kind.substring(1) + "Table";
    }

    private static Attribute attribute(Tables.Key key) {
        return Attribute.builder()
                .name(key.name())
                .type(
                        switch (key.type()) {
                            case TEXT -> AttributeType.STRING;
                            case NUMBER -> AttributeType.NUMBER;
                        })
                .build();
    }

    /** The table of that name, of {@code TableLayout}. */
    ITable table(String name) {
        return java.util.Objects.requireNonNull(tables.get(name), name);
    }

    /** The tables' own key, where they have one. */
    Optional<IKey> key() {
        return key.map(IKey.class::cast);
    }
}
