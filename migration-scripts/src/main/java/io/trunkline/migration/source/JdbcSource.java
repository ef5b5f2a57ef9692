package io.trunkline.migration.source;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL table in the order of its numeric key; a page starts after a key, so no transaction stays open between
 * two pages. A timestamp without a zone stays one: which zone was meant is the mapping's to say.
 */
public final class JdbcSource implements RecordSource {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";

    private final Connection connection;
    private final String table;
    private final String key;

    /**
     * @param url {@code jdbc:postgresql://…}
     * @param table may be {@code schema.table}
     * @param key a unique, growing whole number
     * @throws SourceException where the database is not reached, or the names are none
     */
    public JdbcSource(String url, Properties login, String table, String key) {
        for (String name : table.split("\\.", 2)) {
            requireName(name);
        }
        requireName(key);
        this.table = table;
        this.key = key;
        try {
            this.connection = DriverManager.getConnection(url, login);
            connection.setReadOnly(true);
        } catch (SQLException e) {
            throw new SourceException("the database cannot be reached: " + e.getMessage(), e);
        }
    }

    private static void requireName(String name) {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException("no name of a table or column: " + name);
        }
    }

    @Override
    public SourcePage page(Optional<String> from) {
        // one more than a page, to see whether its last key stands there twice
        String query = "select * from " + quoted(table) + (from.isPresent() ? " where \"" + key + "\" > ?" : "")
                + " order by \"" + key + "\" nulls first limit " + (PAGE + 1);
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            if (from.isPresent()) {
                statement.setLong(1, Long.parseLong(from.get()));
            }
            try (ResultSet rows = statement.executeQuery()) {
                return page(rows);
            }
        } catch (SQLException e) {
            throw new SourceException("the table " + table + " cannot be read: " + e.getMessage(), e);
        }
    }

    private SourcePage page(ResultSet rows) throws SQLException {
        List<SourceRecord> records = new ArrayList<>();
        Optional<Long> last = Optional.empty();
        while (rows.next()) {
            long at = rows.getLong(key);
            if (rows.wasNull() || last.filter(before -> before == at).isPresent()) {
                throw new SourceException(
                        "the table " + table + " cannot be read from end to end: its column " + key + " is "
                                + (rows.wasNull() ? "empty in a row" : at + " in two rows")
                                + "; mend the table or view, or name a unique column in the mapping: key");
            }
            if (records.size() == PAGE) {
                return new SourcePage(records, last.map(String::valueOf));
            }
            last = Optional.of(at);
            records.add(new SourceRecord(table + " " + key + "=" + at, fields(rows)));
        }
        return new SourcePage(records, Optional.empty());
    }

    private static ObjectNode fields(ResultSet rows) throws SQLException {
        ObjectNode fields = JSON.createObjectNode();
        ResultSetMetaData columns = rows.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            put(
                    fields,
                    columns.getColumnName(i),
                    value(rows, columns.getColumnType(i), columns.getColumnTypeName(i), i));
        }
        return fields;
    }

    private static @Nullable Object value(ResultSet rows, int type, String typeName, int column) throws SQLException {
        if (type == Types.TIMESTAMP || type == Types.TIMESTAMP_WITH_TIMEZONE) {
            return typeName.equals("timestamptz")
                    ? rows.getObject(column, OffsetDateTime.class)
                    : rows.getObject(column, LocalDateTime.class);
        }
        return rows.getObject(column);
    }

    private static ArrayNode texts(java.sql.Array list) throws SQLException {
        ArrayNode texts = JSON.createArrayNode();
        for (Object part : (Object[]) list.getArray()) {
            texts.add(String.valueOf(part));
        }
        return texts;
    }

    private static void put(ObjectNode fields, String name, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> {}
            case Boolean truth -> fields.put(name, truth);
            case Integer number -> fields.put(name, number);
            case Long number -> fields.put(name, number);
            case Short number -> fields.put(name, number);
            case BigDecimal number -> fields.put(name, number);
            case OffsetDateTime at -> fields.put(name, at.toInstant().toString());
            case LocalDateTime local -> fields.put(name, local.toString());
            case Timestamp at -> fields.put(name, at.toLocalDateTime().toString());
            case byte[] _ -> {}
            case java.sql.Array list -> fields.set(name, texts(list));
            default -> fields.put(name, value.toString());
        }
    }

    private static String quoted(String table) {
        return "\"" + table.replace(".", "\".\"") + "\"";
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new SourceException("the database did not let go: " + e.getMessage(), e);
        }
    }
}
