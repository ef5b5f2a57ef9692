package io.trunkline.migration.mapping;

import java.util.List;

/** What a record became. */
public sealed interface MapOutcome {
    /** A connection, with what was mended. */
    record Connected(MappedConnection connection, List<Repair> repairs, List<Unmapped> parts) implements MapOutcome {
        public Connected {
            repairs = List.copyOf(repairs);
            parts = List.copyOf(parts);
        }
    }

    /**
     * A connection that its record calls over, although the gateway may still hold it: younger than two hours.
     *
     * @param verdict what it is where nobody can ask the gateway
     */
    record Doubtful(Connected connected, Unmapped verdict) implements MapOutcome {}

    /** A subscription. */
    record Subscribed(MappedSubscription subscription, List<Repair> repairs) implements MapOutcome {
        public Subscribed {
            repairs = List.copyOf(repairs);
        }
    }

    /** Nothing that is carried over. */
    record Left(Unmapped unmapped, List<Repair> repairs) implements MapOutcome {
        public Left {
            repairs = List.copyOf(repairs);
        }
    }
}
