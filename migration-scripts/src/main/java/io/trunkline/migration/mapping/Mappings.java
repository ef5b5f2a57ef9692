package io.trunkline.migration.mapping;

import io.trunkline.migration.OperatorException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The mapping files that come along, and those of others. */
public final class Mappings {
    /** Those that come along. */
    public static final List<String> SHIPPED =
            List.of("wizz-standalone", "wizz-shared", "careconnect", "landinghub", "manufacturing27", "json-lines");

    private Mappings() {}

    /**
     * The mapping of this name.
     *
     * @param name of one that comes along, or the path of a file; throws {@link OperatorException} where it is neither
     */
    public static Mapping of(String name) {
        if (SHIPPED.contains(name)) {
            return MappingReader.read(name + ".yaml", shipped(name));
        }
        try {
            return MappingReader.read(name, Files.readString(Path.of(name)));
        } catch (IOException e) {
            throw new OperatorException(
                    "there is no mapping '" + name + "': name a file, or one of " + String.join(", ", SHIPPED), e);
        }
    }

    private static String shipped(String name) {
        try (InputStream in = Mappings.class.getResourceAsStream("/mappings/" + name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("the mapping " + name + " is not in this package");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
