package io.trunkline.core.presence;

/** What a due reminder leads to. */
public sealed interface Settlement {
    /** It has left. Until {@link PresenceStore#announced} it is found again, after a while. */
    record Left(Departure departure) implements Settlement {}

    /** It is still there or away within its grace, and has another reminder; or nothing is known of it. */
    record Stays() implements Settlement {}

    /** Somebody else is at it; the reminder is left for later. */
    record Busy() implements Settlement {}
}
