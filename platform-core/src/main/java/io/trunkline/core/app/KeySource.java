package io.trunkline.core.app;

import java.net.URI;

/** Where the keys that verify an issuer's tokens come from; never the keys themselves. */
public sealed interface KeySource {
    /** A JSON Web Key Set at an https address (http on loopback only). */
    record Jwks(URI uri) implements KeySource {}

    /** A secret by reference: {@code env:NAME} or {@code secretsmanager:id}. */
    record SharedSecret(String reference) implements KeySource {}
}
