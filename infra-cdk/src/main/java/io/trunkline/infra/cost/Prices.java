package io.trunkline.infra.cost;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** AWS's prices in dollars on one day, from {@code prices.properties}. */
public final class Prices {
    private final Properties properties;

    private Prices(Properties properties) {
        this.properties = properties;
    }

    public static Prices read() {
        Properties properties = new Properties();
        try (InputStream file = Objects.requireNonNull(Prices.class.getResourceAsStream("prices.properties"))) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Prices(properties);
    }

    /** The day and the Region that they held for. */
    public String asOf() {
        return text("date") + ", " + text("region");
    }

    /** Dollars; throws {@link IllegalStateException} on a name that has no price. */
    public double of(String name) {
        return Double.parseDouble(text(name));
    }

    private String text(String name) {
        String text = properties.getProperty(name);
        if (text == null) {
            throw new IllegalStateException("prices.properties has no " + name);
        }
        return text;
    }
}
