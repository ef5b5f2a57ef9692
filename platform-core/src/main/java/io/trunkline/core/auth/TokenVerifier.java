package io.trunkline.core.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.trunkline.core.app.KeySource;
import io.trunkline.core.app.TokenAlgorithm;
import io.trunkline.core.app.TokenTrust;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/**
 * Holds a token against one issuer's registration. The algorithm is the registration's: a token that names another
 * fails, and what its header says of keys ({@code jwk}, {@code jku}, {@code x5u}) is never followed.
 */
final class TokenVerifier {
    private static final Duration SKEW = Duration.ofSeconds(60);

    /** HS256 needs a key as long as its output (RFC 7518, 3.2). */
    private static final int MIN_SECRET_BYTES = 32;

    /** RFC 7518, 3.3. */
    private static final int MIN_RSA_BITS = 2048;

    /** A token without a key id is tried against so many keys of its type. */
    private static final int MAX_KEYS = 5;

    private final KeySets keySets;
    private final SecretSource secrets;
    private final InstantSource clock;

    TokenVerifier(KeySets keySets, SecretSource secrets, InstantSource clock) {
        this.keySets = keySets;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Throws where the keys are needed and cannot be had: that is nobody's bad token. */
    Verification verify(SignedJWT token, TokenTrust trust) {
        JWSHeader header = token.getHeader();
        if (!algorithm(trust.algorithm()).equals(header.getAlgorithm())) {
            return new Verification.Fails("the token's algorithm is not the issuer's");
        }
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            return new Verification.Fails("the token's header asks for an extension, and none is understood");
        }
        return switch (trust.keys()) {
            case KeySource.Jwks jwks -> bySet(token, trust, jwks);
            case KeySource.SharedSecret secret -> bySecret(token, trust, secret.reference());
        };
    }

    private Verification bySet(SignedJWT token, TokenTrust trust, KeySource.Jwks jwks) {
        List<JWK> keys = keySets.find(jwks.uri(), matcher(token.getHeader(), trust.algorithm()));
        if (keys.isEmpty()) {
            return new Verification.Fails("the issuer's key set has no such key");
        }
        return keys.stream().limit(MAX_KEYS).anyMatch(key -> isSigned(token, key, trust.algorithm()))
                ? claims(token, trust)
                : new Verification.Fails("the signature does not hold");
    }

    private Verification bySecret(SignedJWT token, TokenTrust trust, String reference) {
        Optional<byte[]> secret = secrets.find(reference);
        if (secret.isEmpty()) {
            return new Verification.Fails(
                    "the secret " + reference + " is not set; set it or correct the registration");
        }
        if (secret.get().length < MIN_SECRET_BYTES) {
            return new Verification.Fails("the secret " + reference + " is shorter than " + MIN_SECRET_BYTES
                    + " bytes; agree on a longer one with the issuer");
        }
        try {
            return token.verify(new MACVerifier(secret.get()))
                    ? claims(token, trust)
                    : new Verification.Fails("the signature does not hold");
        } catch (JOSEException e) {
            return new Verification.Fails("the signature cannot be read");
        }
    }

    private static JWKMatcher matcher(JWSHeader header, TokenAlgorithm algorithm) {
        JWKMatcher.Builder matcher =
                new JWKMatcher.Builder().keyUses(KeyUse.SIGNATURE, null).algorithms(algorithm(algorithm), null);
        if (header.getKeyID() != null) {
            matcher.keyID(header.getKeyID());
        }
        return switch (algorithm) {
            case RS256 -> matcher.keyType(KeyType.RSA).minKeySize(MIN_RSA_BITS).build();
            case ES256 -> matcher.keyType(KeyType.EC).curve(Curve.P_256).build();
            case EDDSA -> matcher.keyType(KeyType.OKP).curve(Curve.Ed25519).build();
            case HS256 -> throw new IllegalStateException("HS256 goes with a secret");
        };
    }

    private static boolean isSigned(SignedJWT token, JWK key, TokenAlgorithm algorithm) {
        try {
            return token.verify(verifier(key, algorithm));
        } catch (JOSEException e) {
            // a signature of another form, or a key of the set that is none: neither holds the token
            return false;
        }
    }

    private static JWSVerifier verifier(JWK key, TokenAlgorithm algorithm) throws JOSEException {
        return switch (algorithm) {
            case RS256 -> new RSASSAVerifier(key.toRSAKey());
            case ES256 -> new ECDSAVerifier(key.toECKey());
            case EDDSA -> new Ed25519Verifier(key.toOctetKeyPair().toPublicJWK());
            case HS256 -> throw new IllegalStateException("HS256 goes with a secret");
        };
    }

    private static JWSAlgorithm algorithm(TokenAlgorithm algorithm) {
        return switch (algorithm) {
            case RS256 -> JWSAlgorithm.RS256;
            case ES256 -> JWSAlgorithm.ES256;
            case EDDSA -> JWSAlgorithm.EdDSA;
            case HS256 -> JWSAlgorithm.HS256;
        };
    }

    private Verification claims(SignedJWT token, TokenTrust trust) {
        JWTClaimsSet claims;
        try {
            claims = token.getJWTClaimsSet();
        } catch (ParseException e) {
            return new Verification.Fails("the token's claims cannot be read");
        }
        Instant now = clock.instant();
        if (!trust.namedIssuer().equals(Optional.ofNullable(claims.getIssuer()))) {
            return new Verification.Fails("another issuer");
        }
        if (!trust.audiences().isEmpty() && Collections.disjoint(trust.audiences(), claims.getAudience())) {
            return new Verification.Fails("another audience");
        }
        Date expiry = claims.getExpirationTime();
        if (expiry == null) {
            return new Verification.Fails("no expiry");
        }
        Instant expiresAt = expiry.toInstant();
        if (!now.isBefore(expiresAt.plus(SKEW))) {
            return new Verification.Fails("expired");
        }
        Date notBefore = claims.getNotBeforeTime();
        if (notBefore != null && now.plus(SKEW).isBefore(notBefore.toInstant())) {
            return new Verification.Fails("not valid yet");
        }
        return new Verification.Holds(claims, token.getPayload().toJSONObject(), expiresAt);
    }
}
