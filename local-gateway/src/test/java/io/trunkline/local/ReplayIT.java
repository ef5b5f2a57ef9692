package io.trunkline.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every documented exchange of the older apps, spoken by a plain WebSocket client at the system's own door: what they
 * send is answered, and what is published arrives, frame by frame in the order of the golden file.
 */
class ReplayIT {
    static Stream<Named<Replay>> exchanges() {
        return Replay.all().map(replay -> Named.of(replay.name(), replay));
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void the_exchange_is_had_at_the_systems_door(Replay replay) {
        replay.run();
    }

    @Test
    void what_is_left_out_is_there_and_has_its_reason() {
        List<String> problems = Replay.problems();
        assertThat(problems).isEmpty();
    }
}
