package io.trunkline.routing.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventPatternTest {
    @ParameterizedTest
    @CsvSource({
        "order.created, order.created, true",
        "order.created, order.create, false",
        "order.created, order.created.twice, false",
        "order.created, Order.created, false",
        "order.*, order.created, true",
        "order.*, order.item.added, true",
        "order.*, order, false",
        "order.*, order., false",
        "order.*, orders.created, false",
        "order.*, reorder.created, false",
        "order.item.*, order.item.added, true",
        "order.item.*, order.created, false",
        "*, order.created, true",
        "*, x, true",
    })
    void aPatternIsANameAFamilyOrAll(String pattern, String event, boolean matches) {
        assertThat(new EventPattern(pattern).matches(event)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                ".*",
                "**",
                "*.created",
                "order.*.added",
                "order*",
                "order..created",
                "order.",
                "a b",
                "\u00e4"
            })
    void nothingElseIsAPattern(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new EventPattern(text));
    }

    @Test
    void aPatternIsNoLongerThanAnEventsName() {
        assertThat(new EventPattern("e".repeat(128)).matches("e".repeat(128))).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> new EventPattern("e".repeat(129)));
        assertThatIllegalArgumentException().isThrownBy(() -> new EventPattern("a.".repeat(100_000) + "a"));
    }
}
