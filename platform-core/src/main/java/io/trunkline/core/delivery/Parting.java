package io.trunkline.core.delivery;

/** What became of a connection that was told to go. */
public sealed interface Parting {
    /** The gateway held it, and holds it no more. */
    record Closed() implements Parting {}

    /** The gateway did not hold it: it had ended already, or its handshake is still under way. */
    record Gone() implements Parting {}

    /** It may still be open: the gateway did not do as it was told before the deadline. */
    record Failed(String reason) implements Parting {}
}
