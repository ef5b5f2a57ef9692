package io.trunkline.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
    @Test
    void readsBackFromItsText() {
        Position position = new Position("4t1v8k0zq2mh", Position.MAX_OFFSET);

        assertThat(position).hasToString("4t1v8k0zq2mh:999999999999999999");
        assertThat(Position.parse(position.toString())).contains(position);
        assertThat(Position.parse("a:0")).contains(new Position("a", 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "a",
                "a:",
                ":1",
                "A:1",
                "a:01",
                "a:-1",
                "a:1 ",
                "a:1:2",
                "a#0:1",
                "a:1000000000000000000",
                "a:99999999999999999999999",
                "a:١",
                "0123456789012345678901234567890123:1"
            })
    void whatIsNoPositionIsNone(String text) {
        assertThat(Position.parse(text)).isEmpty();
    }

    @Test
    void holdsNothingThatItsTextCannotSay() {
        assertThatThrownBy(() -> new Position("a:b", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Position("a", -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Position("a", Position.MAX_OFFSET + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
