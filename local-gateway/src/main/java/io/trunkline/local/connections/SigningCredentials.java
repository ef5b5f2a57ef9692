package io.trunkline.local.connections;

import java.util.Optional;

/**
 * What belongs to one access key.
 *
 * @param sessionToken what requests must carry beside the signature, where the credentials are temporary
 */
public record SigningCredentials(String secretAccessKey, Optional<String> sessionToken) {
    public static SigningCredentials permanent(String secretAccessKey) {
        return new SigningCredentials(secretAccessKey, Optional.empty());
    }

    /** Leaves the secret out, so that it cannot reach a log. */
    @Override
    public String toString() {
        return "SigningCredentials[…]";
    }
}
