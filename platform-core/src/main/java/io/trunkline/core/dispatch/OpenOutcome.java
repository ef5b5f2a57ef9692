package io.trunkline.core.dispatch;

import io.trunkline.core.message.Rejection;

/** What became of a connection that was to be opened. */
public sealed interface OpenOutcome {
    /** It is stored and in its automatic rooms. */
    record Opened() implements OpenOutcome {}

    /** It ended before it was stored; nothing of it is left. */
    record Overtaken() implements OpenOutcome {}

    /** A limit or the tenant's state turned it away; nothing of it is left. */
    record TurnedAway(Rejection rejection) implements OpenOutcome {}
}
