package io.trunkline.infra.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * DynamoDB's units of each operation and flow as docs/costs.md states them. That page is held to what DynamoDB Local
 * reports by {@code CostsIT} and {@code FlowCostsIT}, so that what is computed from it cannot drift from the code.
 */
public final class StatedUnits {
    private static final Pattern ROW = Pattern.compile("\\| (.+?) \\| (.+?) \\| ([0-9.]+) \\|");

    private final Map<String, Double> units;

    private StatedUnits(Map<String, Double> units) {
        this.units = Map.copyOf(units);
    }

    /** Reads the page; throws {@link IOException} where it cannot be read. */
    public static StatedUnits read(Path page) throws IOException {
        Map<String, Double> units = new HashMap<>();
        for (String line : Files.readAllLines(page)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                units.putIfAbsent(row.group(1), Double.parseDouble(row.group(3)));
            }
        }
        return new StatedUnits(units);
    }

    /** Units of {@code what}; throws {@link IllegalStateException} where the page has no such row. */
    public double of(String what) {
        Double stated = units.get(what);
        if (stated == null) {
            throw new IllegalStateException("docs/costs.md has no row '" + what + "' any more");
        }
        return stated;
    }
}
