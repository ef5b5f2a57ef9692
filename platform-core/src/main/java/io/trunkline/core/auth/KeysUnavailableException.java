package io.trunkline.core.auth;

import java.net.URI;

/** The keys of an issuer cannot be had, and none were had before; whether a token holds cannot be said. */
public final class KeysUnavailableException extends RuntimeException {
    KeysUnavailableException(URI address) {
        super("the keys at " + address + " cannot be had; check that the address answers with a JSON Web Key Set");
    }
}
