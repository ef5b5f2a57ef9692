package io.trunkline.local.connections;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The open connections, as @connections sees them. Ids are well formed when they come here. */
public interface Connections {
    /** Hands a text message over to the client's socket; completes once it is accepted for writing, or refused. */
    CompletionStage<PostResult> post(String connectionId, String text);

    /** Empty where there is no such connection. */
    Optional<ConnectionStatus> status(String connectionId);

    /** Closes the client's connection; false where there is none. */
    boolean delete(String connectionId);
}
