package io.trunkline.core.sweep;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a step stands in its pass over a table; kept between runs, so that the next goes on where the last one ended.
 *
 * @param cursor where the next page starts, in the words of the store; empty where the next page begins a pass
 * @param beganAt when the pass that runs, or the last one, began
 * @param soFar what the pass that runs has read
 * @param last what the last whole pass read
 */
public record PassState(Optional<String> cursor, Instant beganAt, Extent soFar, Extent last) {
    /** Of a step that never ran. */
    public static final PassState NEW = new PassState(Optional.empty(), Instant.EPOCH, Extent.NONE, Extent.NONE);

    /** Before the first page of a pass. */
    PassState begun(Instant now) {
        return new PassState(Optional.empty(), now, Extent.NONE, last);
    }

    PassState past(StepPage page) {
        Extent read = soFar.plus(page.read());
        return page.next().isPresent()
                ? new PassState(page.next(), beganAt, read, last)
                : new PassState(Optional.empty(), beganAt, Extent.NONE, read);
    }
}
