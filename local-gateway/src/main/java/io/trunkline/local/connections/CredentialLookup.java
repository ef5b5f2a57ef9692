package io.trunkline.local.connections;

import java.util.Optional;

/** Who may sign requests for @connections. Asked on an event loop: answers from memory. */
@FunctionalInterface
public interface CredentialLookup {
    /** Empty for an access key that nobody has. */
    Optional<SigningCredentials> find(String accessKeyId);
}
