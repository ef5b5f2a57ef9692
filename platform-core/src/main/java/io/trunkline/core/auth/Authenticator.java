package io.trunkline.core.auth;

/** Turns a handshake into a principal. Throws where a store or key endpoint that is needed cannot be reached. */
public interface Authenticator {
    AuthOutcome authenticate(Handshake handshake);
}
