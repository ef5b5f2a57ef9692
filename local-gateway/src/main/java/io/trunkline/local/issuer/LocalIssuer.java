package io.trunkline.local.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.JWKGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Signs tokens with keys that were generated on this machine and lie in its data folder, readable by its owner only.
 */
public final class LocalIssuer {
    /** {@code iss} of every token that {@link #token} signs. */
    public static final String ISSUER = "urn:trunkline:local";

    /** {@code iss} of the tokens that take the place of those of an app's own issuer, with that one's claims. */
    public static final String STAND_IN = "urn:trunkline:local:stand-in";

    /** Claim that holds the entity, {@code customer/c-1}. */
    public static final String ENTITY_CLAIM = "entity";

    /** Claim that lists the roles. */
    public static final String ROLES_CLAIM = "roles";

    /** Claim that lists a service's scopes. */
    public static final String SCOPE_CLAIM = "scope";

    private static final String FILE = "local-issuer.jwk";
    private static final String STAND_IN_FILE = "local-stand-in.jwk";
    private static final int RSA_BITS = 2_048;

    private final ECKey key;
    private final RSAKey standInKey;

    private LocalIssuer(ECKey key, RSAKey standInKey) {
        this.key = key;
        this.standInKey = standInKey;
    }

    /**
     * Reads the keys of {@code folder}, or generates them there; throws {@link UncheckedIOException} where neither
     * works.
     */
    public static LocalIssuer open(Path folder) {
        JWK key = read(folder.resolve(FILE), new ECKeyGenerator(Curve.P_256).algorithm(JWSAlgorithm.ES256));
        JWK standIn = read(folder.resolve(STAND_IN_FILE), new RSAKeyGenerator(RSA_BITS).algorithm(JWSAlgorithm.RS256));
        return new LocalIssuer(key.toECKey(), standIn.toRSAKey());
    }

    private static JWK read(Path file, JWKGenerator<? extends JWK> generator) {
        String text = DataFolderFile.read(file, () -> generated(generator));
        try {
            return JWK.parse(text);
        } catch (ParseException e) {
            throw new UncheckedIOException(
                    new IOException(file + " holds no key; delete it, and a new one is generated", e));
        }
    }

    private static String generated(JWKGenerator<? extends JWK> generator) {
        try {
            return generator
                    .keyUse(KeyUse.SIGNATURE)
                    .keyIDFromThumbprint(true)
                    .generate()
                    .toJSONString();
        } catch (JOSEException e) {
            throw new IllegalStateException("this JDK cannot generate a key", e);
        }
    }

    /** {@code aud} of the tokens of a tenant's services, which no app has. */
    public static String serviceAudience(String tenant) {
        return "urn:trunkline:services:" + tenant;
    }

    /** The public keys as a JSON Web Key Set. */
    public String jwks() {
        return new JWKSet(List.of(key.toPublicJWK(), standInKey.toPublicJWK())).toString();
    }

    /**
     * A token signed with ES256.
     *
     * @param audience the app, {@code wizz/customers}
     * @param claims beside iss, aud, sub, iat, exp and jti; they cannot replace those
     */
    public String token(String audience, String user, Map<String, Object> claims, Instant now, Duration ttl) {
        try {
            JWTClaimsSet.Builder set =
                    claims(ISSUER, audience, claims, now, ttl).subject(user);
            return signed(JWSAlgorithm.ES256, key.getKeyID(), set.build(), new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("the local key cannot sign", e);
        }
    }

    /**
     * A token signed with RS256, in the place of one of an app's own issuer: its claims are all of {@code claims}.
     *
     * @param claims beside iss, aud, iat, exp and jti; they cannot replace those
     */
    String standIn(String audience, Map<String, Object> claims, Instant now, Duration ttl) {
        try {
            JWTClaimsSet set = claims(STAND_IN, audience, claims, now, ttl).build();
            return signed(JWSAlgorithm.RS256, standInKey.getKeyID(), set, new RSASSASigner(standInKey));
        } catch (JOSEException e) {
            throw new IllegalStateException("the local key cannot sign", e);
        }
    }

    private static JWTClaimsSet.Builder claims(
            String issuer, String audience, Map<String, Object> claims, Instant now, Duration ttl) {
        JWTClaimsSet.Builder set = new JWTClaimsSet.Builder();
        claims.forEach(set::claim);
        return set.issuer(issuer)
                .audience(List.of(audience))
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(ttl)));
    }

    private static String signed(JWSAlgorithm algorithm, String keyId, JWTClaimsSet claims, JWSSigner signer)
            throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(algorithm)
                        .type(JOSEObjectType.JWT)
                        .keyID(keyId)
                        .build(),
                claims);
        token.sign(signer);
        return token.serialize();
    }
}
