package io.trunkline.core.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.testing.CostMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Holds work to its row of docs/costs.md. */
final class StatedCosts {
    private final CostMeter meter;

    StatedCosts(CostMeter meter) {
        this.meter = meter;
    }

    /** Asserts the requests, in order, and the units, and that the page says the same of {@code what}. */
    void hold(String what, Runnable work, double units, String... requests) {
        CostMeter.Bill bill = meter.of(work);

        assertThat(bill.requests()).as(what).containsExactly(requests);
        assertThat(bill.units()).as(what).isEqualTo(units);
        assertThat(page()).contains("| %s | %s | %s |".formatted(what, text(List.of(requests)), text(units)));
    }

    /** Each operation once, where it comes first, with how often it is sent. */
    private static String text(List<String> requests) {
        return requests.isEmpty()
                ? "none"
                : requests.stream()
                        .distinct()
                        .map(request ->
                                requests.stream().filter(request::equals).count() + " " + request)
                        .collect(Collectors.joining(", "));
    }

    private static String text(double units) {
        return units == Math.rint(units) ? Long.toString((long) units) : Double.toString(units);
    }

    private static String page() {
        try {
            return Files.readString(Path.of(System.getProperty("trunkline.root"), "docs/costs.md"));
        } catch (IOException e) {
            throw new AssertionError("docs/costs.md cannot be read", e);
        }
    }
}
