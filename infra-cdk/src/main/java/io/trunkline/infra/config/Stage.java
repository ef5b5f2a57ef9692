package io.trunkline.infra.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.logs.RetentionDays;

/** The stages, and how carefully each keeps what it has. */
public enum Stage {
    DEV(RetentionDays.ONE_WEEK, 500, 1_000),
    STAGING(RetentionDays.TWO_WEEKS, 1_000, 2_000),
    PROD(RetentionDays.THREE_MONTHS, 8_000, 5_000);

    private final RetentionDays logRetention;
    private final int requestsPerSecond;
    private final int burst;

    Stage(RetentionDays logRetention, int requestsPerSecond, int burst) {
        this.logRetention = logRetention;
        this.requestsPerSecond = requestsPerSecond;
        this.burst = burst;
    }

    /** Throws {@link IllegalArgumentException} that lists the stages, on any other text. */
    public static Stage of(String text) {
        return Arrays.stream(values())
                .filter(stage -> stage.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no stage '" + text + "'; choose one of "
                        + Arrays.stream(values()).map(Stage::text).collect(Collectors.joining(", "))));
    }

    /** {@code dev}: last part of every name. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether what holds data outlives its stack, and cannot be deleted by accident. */
    public boolean keepsData() {
        return this == PROD;
    }

    public RemovalPolicy removal() {
        return keepsData() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    }

    public RetentionDays logRetention() {
        return logRetention;
    }

    /**
     * Requests a second of each API. All APIs of an account and Region share 10,000 and a burst of 5,000, so that no
     * stage may take all of them.
     */
    public int requestsPerSecond() {
        return requestsPerSecond;
    }

    /** Requests at once of each API, at most the account's 5,000. */
    public int burst() {
        return burst;
    }
}
