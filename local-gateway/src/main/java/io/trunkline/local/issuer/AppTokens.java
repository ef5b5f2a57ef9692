package io.trunkline.local.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.trunkline.core.app.EntityMapping;
import io.trunkline.core.app.IssuerTrust;
import io.trunkline.core.app.KeySource;
import io.trunkline.core.app.Membership;
import io.trunkline.routing.key.EntityRef;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Mints what an app's own back end would: with the claims that the tenant's file maps, signed by the secret that it
 * refers to, or by this machine in the place of the issuer that it names. An app without issuers, and an entity that no
 * membership of the file leads to, get a token of {@link LocalIssuer}, which states the entity.
 */
public final class AppTokens {
    private final LocalIssuer issuer;
    private final DevelopmentSecrets secrets;

    public AppTokens(LocalIssuer issuer, DevelopmentSecrets secrets) {
        this.issuer = issuer;
        this.secrets = secrets;
    }

    /** With the keys and secrets of {@code data}. */
    public static AppTokens open(Path data) {
        return new AppTokens(LocalIssuer.open(data), new DevelopmentSecrets(data, System.getenv()));
    }

    /**
     * A signed token.
     *
     * @param memberships of the tenant, as its file has them
     * @throws IllegalArgumentException where the wish names no entity and the app needs one
     */
    public String token(TokenWish wish, List<Membership> memberships, Instant now, Duration ttl) {
        Optional<IssuerTrust> own = wish.app().issuers().stream().findFirst();
        Optional<String> user = own.flatMap(trust -> user(trust, wish, memberships));
        if (own.isEmpty() || user.isEmpty()) {
            return stated(wish, now, ttl);
        }
        Map<String, Object> claims = SystemClaims.of(own.get().claims(), wish, user.get());
        return switch (own.get().keys()) {
            case KeySource.Jwks _ -> issuer.standIn(wish.app().key().toString(), claims, now, ttl);
            case KeySource.SharedSecret secret ->
                shared(own.get(), secrets.secret(secret.reference()), claims, now, ttl);
        };
    }

    /**
     * Whose token leads to the entity; empty where none does. Of several members the one who needs to select nothing is
     * taken.
     */
    private static Optional<String> user(IssuerTrust trust, TokenWish wish, List<Membership> memberships) {
        Optional<String> asked = wish.user().or(() -> wish.entity().map(EntityRef::id));
        if (!(trust.claims().entity() instanceof EntityMapping.Membership)) {
            return asked;
        }
        if (wish.entity().isEmpty()) {
            return wish.user();
        }
        Stream<String> members = memberships.stream()
                .filter(membership -> wish.entity().equals(membership.standing().asEntity()))
                .map(Membership::user)
                .filter(member -> wish.user().isEmpty() || wish.user().get().equals(member));
        return members.min(Comparator.comparingLong(member -> memberships.stream()
                .filter(membership -> membership.user().equals(member))
                .count()));
    }

    private String stated(TokenWish wish, Instant now, Duration ttl) {
        EntityRef entity =
                wish.entity().orElseThrow(() -> new IllegalArgumentException("whom the token is for has to be said"));
        Map<String, Object> claims = new LinkedHashMap<>(wish.claims());
        claims.put(LocalIssuer.ENTITY_CLAIM, entity.toString());
        claims.put(LocalIssuer.ROLES_CLAIM, wish.roles());
        return issuer.token(wish.app().key().toString(), wish.user().orElse(entity.id()), claims, now, ttl);
    }

    /** As the libraries of these back ends sign: with the times, and no id. */
    private static String shared(
            IssuerTrust trust, String secret, Map<String, Object> claims, Instant now, Duration ttl) {
        JWTClaimsSet.Builder set = new JWTClaimsSet.Builder();
        claims.forEach(set::claim);
        set.issueTime(Date.from(now)).expirationTime(Date.from(now.plus(ttl)));
        trust.issuer().ifPresent(set::issuer);
        trust.audiences().stream().sorted().findFirst().ifPresent(set::audience);
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(JOSEObjectType.JWT)
                        .build(),
                set.build());
        try {
            token.sign(new MACSigner(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the secret is too short: it needs 32 bytes", e);
        }
        return token.serialize();
    }
}
