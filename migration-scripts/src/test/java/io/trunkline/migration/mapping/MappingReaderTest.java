package io.trunkline.migration.mapping;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.migration.OperatorException;
import org.junit.jupiter.api.Test;

class MappingReaderTest {
    @Test
    void every_mistake_is_named_with_its_line() {
        assertThatThrownBy(() -> MappingReader.read("mine.yaml", """
            system: x
            app: wizz/drivers
            dialect: trunkline.v1
            source: oracle
            collections:
              connections:
                from: t
                holds: connections
                ident: id
                user: u
                entity: { type: t, id: e }
                connectedAt: { field: at, as: tomorrow }
            """))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("mine.yaml:4 source is none of dynamodb, postgresql, mongodb, jsonlines")
                .hasMessageContaining("mine.yaml:9 collections/connections/ident is no key that may stand here")
                .hasMessageContaining("names no field");
    }

    @Test
    void a_zone_that_is_none_is_refused() {
        assertThatThrownBy(() -> MappingReader.read("mine.yaml", "zone: Mars/Olympus\n"))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("mine.yaml:1 zone is no zone");
    }

    @Test
    void a_name_that_is_neither_shipped_nor_a_file_is_answered_with_those_that_are() {
        assertThatThrownBy(() -> Mappings.of("wiz-standalone"))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("wizz-standalone");
    }
}
