package io.trunkline.core.idempotency;

/** A claim's lease ended before its owner was done, and somebody else took over. Nothing was done by this try. */
public final class ClaimLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ClaimLostException() {
        super("another request took over what this one had claimed");
    }
}
