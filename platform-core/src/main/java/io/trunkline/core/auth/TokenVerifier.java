package io.trunkline.core.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.trunkline.core.app.IssuerTrust;
import io.trunkline.core.app.KeySource;
import io.trunkline.core.app.TokenAlgorithm;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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
    Verification verify(SignedJWT token, IssuerTrust trust) {
        JWSAlgorithm algorithm = algorithm(trust.algorithm());
        if (!algorithm.equals(token.getHeader().getAlgorithm())) {
            return new Verification.Fails("the token's algorithm is not the issuer's");
        }
        try {
            List<JWSVerifier> verifiers = verifiers(token, trust);
            if (verifiers.isEmpty()) {
                return new Verification.Fails("no key for the token, or no usable secret");
            }
            for (JWSVerifier verifier : verifiers) {
                if (token.verify(verifier)) {
                    return claims(token.getJWTClaimsSet(), trust);
                }
            }
            return new Verification.Fails("the signature does not hold");
        } catch (RateLimitReachedException e) {
            return new Verification.Fails("unknown key, and the key set was asked a moment ago");
        } catch (KeySourceException e) {
            throw new IllegalStateException("the keys of " + trust.issuer() + " cannot be had", e);
        } catch (JOSEException | ParseException e) {
            return new Verification.Fails("the token cannot be read");
        }
    }

    private List<JWSVerifier> verifiers(SignedJWT token, IssuerTrust trust) throws JOSEException {
        return switch (trust.keys()) {
            case KeySource.Jwks jwks -> {
                JWKSelector selector = new JWKSelector(JWKMatcher.forJWSHeader(token.getHeader()));
                List<JWSVerifier> verifiers = new ArrayList<>();
                for (JWK key : keySets.at(jwks.uri()).get(selector, null)) {
                    if (verifiers.size() < MAX_KEYS) {
                        verifiers.add(verifier(key, trust.algorithm()));
                    }
                }
                yield verifiers;
            }
            case KeySource.SharedSecret secret -> {
                Optional<byte[]> bytes =
                        secrets.find(secret.reference()).filter(found -> found.length >= MIN_SECRET_BYTES);
                yield bytes.isPresent() ? List.of(new MACVerifier(bytes.get())) : List.of();
            }
        };
    }

    private static JWSVerifier verifier(JWK key, TokenAlgorithm algorithm) throws JOSEException {
        return switch (algorithm) {
            case RS256 -> new RSASSAVerifier((RSAKey) key);
            case ES256 -> new ECDSAVerifier((ECKey) key);
            case EDDSA -> new Ed25519Verifier((OctetKeyPair) key);
            case HS256 -> throw new JOSEException("a shared secret is no public key");
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

    private Verification claims(JWTClaimsSet claims, IssuerTrust trust) {
        Instant now = clock.instant();
        if (!trust.issuer().equals(claims.getIssuer())) {
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
        return new Verification.Holds(claims, expiresAt);
    }
}
