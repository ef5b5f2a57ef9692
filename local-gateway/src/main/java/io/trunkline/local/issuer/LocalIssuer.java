package io.trunkline.local.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Signs tokens with a key that was generated on this machine and lies in its data folder, readable by its owner only.
 */
public final class LocalIssuer {
    /** {@code iss} of every local token. */
    public static final String ISSUER = "urn:trunkline:local";

    /** Claim that holds the entity, {@code customer/c-1}. */
    public static final String ENTITY_CLAIM = "entity";

    /** Claim that lists the roles. */
    public static final String ROLES_CLAIM = "roles";

    /** Claim that lists a service's scopes. */
    public static final String SCOPE_CLAIM = "scope";

    private static final String FILE = "local-issuer.jwk";

    private final ECKey key;

    private LocalIssuer(ECKey key) {
        this.key = key;
    }

    /**
     * Reads the key of {@code folder}, or generates it there; throws {@link UncheckedIOException} where neither works.
     */
    public static LocalIssuer open(Path folder) {
        try {
            Path file = folder.resolve(FILE);
            if (!Files.exists(file)) {
                generate(folder, file);
            }
            return new LocalIssuer(ECKey.parse(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or write " + folder.resolve(FILE), e);
        } catch (ParseException e) {
            throw new UncheckedIOException(
                    new IOException(folder.resolve(FILE) + " holds no key; delete it, and a new one is generated", e));
        }
    }

    /** Written aside and linked into place: of two commands that start at once, both end with the one key. */
    private static void generate(Path folder, Path file) throws IOException {
        Files.createDirectories(folder);
        Path aside = folder.resolve(FILE + "." + UUID.randomUUID());
        try {
            ECKey generated = new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate();
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                Files.createFile(
                        aside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(
                    aside, generated.toJSONString(), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
            Files.createLink(file, aside);
        } catch (java.nio.file.FileAlreadyExistsException e) {
            // another command was faster; its key is the one
        } catch (JOSEException e) {
            throw new IllegalStateException("this JDK cannot generate a P-256 key", e);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** {@code aud} of the tokens of a tenant's services, which no app has. */
    public static String serviceAudience(String tenant) {
        return "urn:trunkline:services:" + tenant;
    }

    /** The public key as a JSON Web Key Set. */
    public String jwks() {
        return new JWKSet(key.toPublicJWK()).toString();
    }

    /**
     * A signed token.
     *
     * @param audience the app, {@code wizz/customers}
     * @param claims beside iss, aud, sub, iat, exp and jti; they cannot replace those
     */
    public String token(String audience, String user, Map<String, Object> claims, Instant now, Duration ttl) {
        JWTClaimsSet.Builder set = new JWTClaimsSet.Builder();
        claims.forEach(set::claim);
        set.issuer(ISSUER)
                .audience(List.of(audience))
                .subject(user)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(ttl)));
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(JOSEObjectType.JWT)
                        .keyID(key.getKeyID())
                        .build(),
                set.build());
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("the local key cannot sign", e);
        }
        return token.serialize();
    }
}
