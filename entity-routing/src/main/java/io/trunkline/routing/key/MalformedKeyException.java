package io.trunkline.routing.key;

/** Text that is no key. The message names the part and what is wrong with it, and is safe to show to a client. */
public final class MalformedKeyException extends IllegalArgumentException {
    public MalformedKeyException(String message) {
        super(message);
    }
}
