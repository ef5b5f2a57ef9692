package io.trunkline.core.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.Map;

/** Whether a token holds. */
sealed interface Verification {
    /**
     * Signature, issuer, audience and times hold.
     *
     * @param payload the claims as they were sent: {@code claims} makes texts of numbers, and large ones alike
     */
    record Holds(JWTClaimsSet claims, Map<String, Object> payload, Instant expiresAt) implements Verification {}

    /** For the operator's log only. */
    record Fails(String detail) implements Verification {}
}
