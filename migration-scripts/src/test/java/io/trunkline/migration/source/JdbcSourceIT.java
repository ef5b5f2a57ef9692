package io.trunkline.migration.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.migration.testing.LocalStores;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Against a real PostgreSQL. */
class JdbcSourceIT extends RecordSourceContractTest {
    @Override
    protected int many() {
        return 2 * RecordSource.PAGE + 100;
    }

    @Override
    protected Store store(int records) {
        String table = "t_" + UUID.randomUUID().toString().replace("-", "");
        execute("create table " + table + " (id bigint primary key, n int, at timestamp, blob bytea, note jsonb)");
        execute("insert into " + table + " (id, n) select n, n from generate_series(0, " + (records - 1) + ") n");
        return new Store() {
            @Override
            public RecordSource open() {
                return source("public." + table, "id");
            }

            @Override
            public void add(int number) {
                execute("insert into " + table + " (id, n) values (" + number + "," + number + ")");
            }

            @Override
            public void remove(int number) {
                execute("delete from " + table + " where n = " + number);
            }

            @Override
            public void addOdd() {
                execute("insert into " + table + " values (-5, null, 'infinity', '\\x00ff', '{\"a\": 1}')");
            }

            @Override
            public void vanish() {
                execute("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where pid <> pg_backend_pid() and backend_type = 'client backend'");
            }

            @Override
            public void close() {
                execute("drop table " + table);
            }
        };
    }

    @Override
    protected RecordSource missing() {
        return source("nothing_here", "id");
    }

    private static RecordSource source(String table, String key) {
        Properties login = new Properties();
        login.setProperty("user", "postgres");
        return new JdbcSource(LocalStores.postgresUrl(), login, table, key);
    }

    private static void execute(String sql) {
        try (Connection connection =
                        LocalStores.postgres().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void times_without_a_zone_stay_so_and_lists_stay_lists() {
        execute("create table kinds as select 1::bigint as id, timestamp '2026-11-21 11:30:00.25' as local,"
                + " timestamptz '2026-11-21 11:30:00+01' as zoned, true as flag, array['a', 'b'] as list");
        try (RecordSource source = source("kinds", "id")) {
            SourceRecord record = source.page(Optional.empty()).records().getFirst();

            assertThat(record.origin()).isEqualTo("kinds id=1");
            assertThat(record.fields().path("local").asText()).isEqualTo("2026-11-21T11:30:00.250");
            assertThat(record.fields().path("zoned").asText()).isEqualTo("2026-11-21T10:30:00Z");
            assertThat(record.fields().path("flag").isBoolean()).isTrue();
            assertThat(record.fields().path("list")).hasSize(2);
        } finally {
            execute("drop table kinds");
        }
    }

    @Test
    void a_key_that_stands_in_two_rows_is_refused_as_a_page_could_end_between_them() {
        execute("create table twice as select n / 2 as id from generate_series(2, 5) n");
        try (RecordSource source = source("twice", "id")) {
            assertThatThrownBy(() -> source.page(Optional.empty()))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("id is 1 in two rows");
        } finally {
            execute("drop table twice");
        }
    }
}
