package io.trunkline.core.logout;

import java.time.Duration;
import java.util.Optional;

/**
 * How somebody is to go.
 *
 * @param reason what the clients are told
 * @param tokens which tokens are not to come back
 * @param revokeFor for how long; where empty, a day, or for a connection until its token expires
 */
public record LogoutOrder(String reason, Tokens tokens, Optional<Duration> revokeFor) {
    /** As long as a revocation may last. */
    public static final Duration LONGEST = Duration.ofDays(366);

    /** As long as it lasts where nobody says. */
    public static final Duration USUAL = Duration.ofDays(1);

    /** Which tokens a logout revokes. */
    public enum Tokens {
        /** None: whoever is closed may come back at once. */
        NONE,
        /** Those issued up to now; of a connection, its own. */
        ISSUED_SO_FAR,
        /** Those issued up to now and later: whoever is meant stays out. */
        ALL
    }

    public LogoutOrder {
        revokeFor.ifPresent(duration -> {
            if (!duration.isPositive() || duration.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("a revocation lasts longer than zero and at most " + LONGEST);
            }
        });
    }
}
