package io.trunkline.core.wire.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.trunkline.core.testing.Speakers;
import io.trunkline.core.wire.DecodeOutcome.Undecodable;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Apart from {@link V1DialectTest}, as the reports of two engines for one class overwrite each other. */
class V1DialectPropertyTest {
    private static final String ESCAPED_HALF = "\\" + "ud800";

    private final V1Dialect dialect = new V1Dialect();

    @Property(tries = 2_000)
    void no_text_makes_it_throw(@ForAll String frame) {
        assertThatNoException().isThrownBy(() -> answered(frame));
    }

    @Property(tries = 5_000)
    void no_mutation_of_a_valid_frame_makes_it_throw(@ForAll("mutated") String frame) {
        assertThatNoException().isThrownBy(() -> answered(frame));
    }

    @Provide
    Arbitrary<String> mutated() {
        List<String> frames = Exchange.all().stream()
                .flatMap(exchange -> exchange.clientFrames().stream())
                .toList();
        Arbitrary<String> splinter = Arbitraries.oneOf(
                Arbitraries.of("", "{", "}", "\"", "\\", ESCAPED_HALF, "[", ":", ",", "null", "1e", "\u0000", "\ud83d"),
                Arbitraries.strings().ofMaxLength(5));
        Arbitrary<Integer> place = Arbitraries.integers().between(0, 200);
        return Arbitraries.of(frames)
                .flatMap(frame -> splinter.flatMap(text -> place.flatMap(at -> place.map(cut -> {
                    int from = Math.min(at, frame.length());
                    return frame.substring(0, from) + text + frame.substring(Math.min(from + cut % 8, frame.length()));
                }))));
    }

    private void answered(String frame) {
        if (dialect.decode(frame, Speakers.ANY) instanceof Undecodable refused) {
            assertThat(refused.frames()).hasSize(1);
        }
    }
}
