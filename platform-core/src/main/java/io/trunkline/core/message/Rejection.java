package io.trunkline.core.message;

/**
 * Why something was not done.
 *
 * @param message one sentence for the client: no internal name, nothing of another tenant
 */
public record Rejection(RejectionCode code, String message) {
    /** The rejection in the catalogue's own words. */
    public static Rejection of(RejectionCode code) {
        return new Rejection(code, code.message());
    }
}
