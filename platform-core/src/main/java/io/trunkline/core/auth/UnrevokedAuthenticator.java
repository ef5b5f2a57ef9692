package io.trunkline.core.auth;

import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.revocation.Revocation;
import io.trunkline.core.revocation.Revocations;
import java.util.Optional;

/**
 * Accepts whom another authenticator accepts, unless the token is revoked: then it is 401 like any token that does not
 * hold. Throws where the list cannot be read, so that nobody comes in by an outage.
 */
public final class UnrevokedAuthenticator implements Authenticator {
    private final Authenticator authenticator;
    private final Revocations revocations;

    public UnrevokedAuthenticator(Authenticator authenticator, Revocations revocations) {
        this.authenticator = authenticator;
        this.revocations = revocations;
    }

    @Override
    public AuthOutcome authenticate(Handshake handshake) {
        AuthOutcome outcome = authenticator.authenticate(handshake);
        return switch (outcome) {
            case AuthOutcome.Denied _, AuthOutcome.Waiting _ -> outcome;
            case AuthOutcome.Accepted accepted ->
                revocations
                        .of(accepted.principal(), Optional.empty())
                        .<AuthOutcome>map(UnrevokedAuthenticator::denied)
                        .orElse(outcome);
        };
    }

    private static AuthOutcome denied(Revocation revocation) {
        return new AuthOutcome.Denied(Rejection.of(RejectionCode.UNAUTHORIZED), "revoked until " + revocation.until());
    }
}
