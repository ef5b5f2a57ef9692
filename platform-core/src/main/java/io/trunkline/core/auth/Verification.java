package io.trunkline.core.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;

/** Whether a token holds. */
sealed interface Verification {
    /** Signature, issuer, audience and times hold. */
    record Holds(JWTClaimsSet claims, Instant expiresAt) implements Verification {}

    /** For the operator's log only. */
    record Fails(String detail) implements Verification {}
}
