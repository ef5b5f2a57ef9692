package io.trunkline.local.issuer;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The shared secrets that tenant files refer to, as this machine has them: a variable of the environment where it is
 * set, else a random secret that is generated into the data folder and is good for nothing elsewhere.
 */
public final class DevelopmentSecrets {
    private static final int BYTES = 32;
    private static final String ENVIRONMENT = "env:";
    private static final String FOLDER = "secrets";

    private final Path folder;
    private final Map<String, String> environment;

    /** @param environment of this process: what is set there wins */
    public DevelopmentSecrets(Path data, Map<String, String> environment) {
        this.folder = data.resolve(FOLDER);
        this.environment = Map.copyOf(environment);
    }

    /**
     * The variable under which functions of this machine find what {@code reference} names: {@code env:NAME} itself,
     * and for one in Secrets Manager, which this machine has not, a name made of its id.
     */
    public static String variable(String reference) {
        return reference.startsWith(ENVIRONMENT)
                ? reference.substring(ENVIRONMENT.length())
                : "LOCAL_" + reference.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_"
                        + Integer.toHexString(reference.hashCode());
    }

    /** The secret that {@code reference} names. */
    public String secret(String reference) {
        String variable = variable(reference);
        return Optional.ofNullable(environment.get(variable))
                .orElseGet(() -> DataFolderFile.read(folder.resolve(variable), DevelopmentSecrets::generated));
    }

    private static String generated() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
