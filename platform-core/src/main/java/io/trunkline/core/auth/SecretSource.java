package io.trunkline.core.auth;

import java.util.Optional;

/** Resolves secrets that registrations name but never hold. */
public interface SecretSource {
    /** The secret's bytes, or empty where the reference leads nowhere. Throws where the store cannot be reached. */
    Optional<byte[]> find(String reference);
}
