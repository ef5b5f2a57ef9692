package io.trunkline.migration.step;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdSetTest {
    @Test
    void a_hundred_thousand_names_are_told_apart() {
        IdSet set = new IdSet();
        for (int i = 0; i < 100_000; i++) {
            assertThat(set.add("c" + i)).isTrue();
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(set.add("c" + i)).isFalse();
            assertThat(set.contains("c" + i)).isTrue();
            assertThat(set.contains("d" + i)).isFalse();
        }
        assertThat(set.size()).isEqualTo(100_000);
    }
}
