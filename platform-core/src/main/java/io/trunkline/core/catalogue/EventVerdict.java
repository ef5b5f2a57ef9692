package io.trunkline.core.catalogue;

/** What a catalogue says of an event. */
public sealed interface EventVerdict {
    /** It is as its schema says. */
    record Fits() implements EventVerdict {}

    /**
     * It is not, or the catalogue does not know it.
     *
     * @param reason where and why, without any of the event's data
     */
    record Unfit(String reason) implements EventVerdict {}
}
