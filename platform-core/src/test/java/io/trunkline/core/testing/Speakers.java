package io.trunkline.core.testing;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.wire.Speaker;
import java.time.Instant;
import java.util.Optional;

/** Whose frames a dialect reads in tests. */
public final class Speakers {
    /** Somebody, for dialects that repeat nobody. */
    public static final Speaker ANY = new Speaker(
            new ConnectionId("L0SM9cOFIAMCEgA="),
            Optional.empty(),
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2026-01-01T00:00:01Z"));

    private Speakers() {}
}
