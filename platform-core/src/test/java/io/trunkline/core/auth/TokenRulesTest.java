package io.trunkline.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.trunkline.core.message.RejectionCode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes a token hold, and what does not. */
class TokenRulesTest {
    private static final String MERCHANT = "{type: merchant, id: merchant_id}";

    @Test
    void acceptsATokenSignedWithTheIssuersAlgorithm() {
        try (AuthRig rig = new AuthRig()) {
            var accepted = rig.accepted(good(rig).by(Keys.RSA));
            assertThat(accepted.principal().identity().entity()).hasToString("merchant/m-42");
            assertThat(accepted.principal().identity().app()).hasToString("wizz/order-receiver");
            assertThat(accepted.principal().identity().user()).isEqualTo("u-1");
            assertThat(accepted.principal().tokenId()).contains("t-1");
            assertThat(accepted.principal().issuedAt()).contains(rig.clock.instant());
            assertThat(accepted.principal().expiresAt())
                    .isEqualTo(rig.clock.instant().plus(Duration.ofHours(1)));
            assertThat(accepted.dialect()).isEqualTo("trunkline.v1");
            assertThat(accepted.subprotocol()).isEmpty();
        }
        try (AuthRig rig = new AuthRig("ES256", MERCHANT, Keys.EC)) {
            rig.accepted(good(rig).by(Keys.EC));
        }
        try (AuthRig rig = new AuthRig("EdDSA", MERCHANT, Keys.ED)) {
            rig.accepted(good(rig).by(Keys.ED));
        }
        try (AuthRig rig = new AuthRig("HS256", MERCHANT)) {
            rig.secrets.put("env:WIZZ", Keys.SECRET);
            rig.accepted(good(rig).by(Keys.SECRET));
        }
    }

    @Test
    void acceptsAKeyThatTheTokenDoesNotName() {
        try (AuthRig rig = new AuthRig("RS256", MERCHANT, Keys.OTHER_RSA, Keys.RSA)) {
            rig.accepted(good(rig).header(header -> header.keyID(null)).by(Keys.RSA));
        }
    }

    @Test
    void refusesAnotherKeyUnderTheSameName() {
        try (AuthRig rig = new AuthRig()) {
            rig.unauthorized(good(rig).header(header -> header.keyID("rsa-1")).by(Keys.OTHER_RSA));
        }
        try (AuthRig rig = new AuthRig("HS256", MERCHANT)) {
            rig.secrets.put("env:WIZZ", Keys.SECRET);
            rig.unauthorized(
                    good(rig).by("another secret of enough length".repeat(2).getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** The public key, taken for a shared secret, is the classic of algorithm confusion. */
    @Test
    void refusesAPublicKeyUsedAsASharedSecret() throws Exception {
        try (AuthRig rig = new AuthRig()) {
            byte[] publicKey = Keys.RSA.toRSAPublicKey().getEncoded();
            rig.unauthorized(good(rig).header(header -> header.keyID("rsa-1")).by(publicKey));
            byte[] pem = Keys.RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
            rig.unauthorized(good(rig).by(pem));
        }
    }

    @Test
    void refusesAnotherAlgorithmOfTheSameIssuersKeys() {
        try (AuthRig rig = new AuthRig("ES256", MERCHANT, Keys.EC, Keys.RSA)) {
            rig.unauthorized(good(rig).by(Keys.RSA));
        }
    }

    @Test
    void refusesATokenWithoutSignature() throws Exception {
        try (AuthRig rig = new AuthRig()) {
            JWTClaimsSet claims =
                    com.nimbusds.jwt.SignedJWT.parse(good(rig).by(Keys.RSA)).getJWTClaimsSet();
            String none = new PlainJWT(claims).serialize();
            rig.unauthorized(none);
            rig.unauthorized(none + "AAAA");
            String[] parts = good(rig).by(Keys.RSA).split("\\.", -1);
            rig.unauthorized(parts[0] + "." + parts[1] + ".");
            String noneHeader = Base64URL.encode("{\"alg\":\"none\"}").toString();
            rig.unauthorized(noneHeader + "." + parts[1] + "." + parts[2]);
        }
    }

    @Test
    void looksAtNoKeyThatTheTokenBringsAlong() {
        try (AuthRig rig = new AuthRig();
                JwksServer theirs = new JwksServer(Keys.OTHER_RSA)) {
            rig.unauthorized(good(rig)
                    .header(header -> header.keyID("rsa-1")
                            .jwk(Keys.OTHER_RSA.toPublicJWK())
                            .jwkURL(theirs.address())
                            .x509CertURL(URI.create(theirs.address() + "x")))
                    .by(Keys.OTHER_RSA));
            assertThat(theirs.requests()).isZero();
        }
    }

    @Test
    void refusesHeadersThatAskForAnExtension() {
        try (AuthRig rig = new AuthRig()) {
            rig.unauthorized(good(rig)
                    .header(header -> header.criticalParams(Set.of("exp")))
                    .by(Keys.RSA));
            rig.unauthorized(good(rig)
                    .header(header -> header.base64URLEncodePayload(false).criticalParams(Set.of("b64")))
                    .by(Keys.RSA));
        }
    }

    @Test
    void refusesARsaKeyThatIsTooShort() throws Exception {
        var small = new com.nimbusds.jose.jwk.gen.RSAKeyGenerator(1024, true)
                .keyID("small")
                .generate();
        try (AuthRig rig = new AuthRig("RS256", MERCHANT, small)) {
            String token = good(rig).header(header -> header.keyID("small")).by(Keys.RSA);
            assertThat(rig.unauthorized(token).detail()).contains("no such key");
        }
    }

    @Test
    void tellsTheOperatorAloneOfASecretThatIsMissingOrTooShort() {
        try (AuthRig rig = new AuthRig("HS256", MERCHANT)) {
            String token = good(rig).by(Keys.SECRET);
            assertThat(rig.unauthorized(token).detail()).contains("env:WIZZ", "not set");
            rig.secrets.put("env:WIZZ", "short".getBytes(StandardCharsets.UTF_8));
            assertThat(rig.unauthorized(token).detail()).contains("env:WIZZ", "shorter than 32 bytes");
        }
    }

    @Test
    void refusesAnotherIssuerOrAudience() {
        try (AuthRig rig = new AuthRig()) {
            Handshake named =
                    named(good(rig).with("iss", "https://evil.example.com").by(Keys.RSA));
            rig.denied(named, RejectionCode.UNAUTHORIZED);
            rig.denied(named(good(rig).with("aud", "another").by(Keys.RSA)), RejectionCode.UNAUTHORIZED);
            rig.denied(named(good(rig).without("aud").by(Keys.RSA)), RejectionCode.UNAUTHORIZED);
            rig.denied(named(good(rig).without("iss").by(Keys.RSA)), RejectionCode.UNAUTHORIZED);
            rig.accepted(named(
                    good(rig).with("aud", List.of("another", "order-receiver")).by(Keys.RSA)));
        }
    }

    @Test
    void allowsAMinuteOfSkewAndNoMore() {
        try (AuthRig rig = new AuthRig()) {
            Instant now = rig.clock.instant();
            rig.accepted(good(rig).with("exp", Date.from(now.minusSeconds(59))).by(Keys.RSA));
            rig.unauthorized(
                    good(rig).with("exp", Date.from(now.minusSeconds(60))).by(Keys.RSA));
            rig.accepted(good(rig).with("nbf", Date.from(now.plusSeconds(60))).by(Keys.RSA));
            rig.unauthorized(
                    good(rig).with("nbf", Date.from(now.plusSeconds(61))).by(Keys.RSA));
            rig.unauthorized(good(rig).without("exp").by(Keys.RSA));
        }
    }

    @Test
    void refusesTimesThatAreNone() {
        try (AuthRig rig = new AuthRig()) {
            for (Object time : List.of("tomorrow", List.of(), Map.of(), true, -1L, Long.MIN_VALUE)) {
                rig.unauthorized(good(rig).with("exp", time).by(Keys.RSA));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "..",
                "a.b.c",
                "....",
                "eyJhbGciOiJSUzI1NiJ9..",
                "eyJhbGciOiJSUzI1NiJ9.bm90IGpzb24.AAAA",
                "eyJhbGciOiJSUzI1NiJ9.W10.AAAA",
                "eyJhbGciOiJSUzI1NiJ9.bnVsbA.AAAA",
                "bnVsbA.e30.AAAA",
                "W10.e30.AAAA",
                "\u0000\u0001\u0002",
                "💥.💥.💥"
            })
    void refusesTextThatIsNoToken(String text) {
        try (AuthRig rig = new AuthRig()) {
            rig.denied(AuthRig.handshake(text), RejectionCode.UNAUTHORIZED);
            assertThat(rig.endpoint.requests()).isZero();
        }
    }

    @Test
    void survivesDeepNesting() {
        try (AuthRig rig = new AuthRig()) {
            String deep = Base64URL.encode("{\"a\":" + "[".repeat(2500) + "]".repeat(2500) + "}")
                    .toString();
            String header = Base64URL.encode("{\"alg\":\"RS256\"}").toString();
            rig.denied(AuthRig.handshake(header + "." + deep + ".AAAA"), RejectionCode.UNAUTHORIZED);
            rig.denied(AuthRig.handshake(deep + ".e30.AAAA"), RejectionCode.UNAUTHORIZED);
        }
    }

    @Test
    void asksForNoKeysWhereTheTokenCannotHoldAnyway() {
        try (AuthRig rig = new AuthRig()) {
            rig.unauthorized(good(rig).by(Keys.SECRET));
            rig.unauthorized(good(rig).with("iss", "https://evil.example.com").by(Keys.RSA));
            assertThat(rig.endpoint.requests()).isZero();
        }
    }

    @Test
    void takesTheTypeOfATokenAsItComes() {
        try (AuthRig rig = new AuthRig()) {
            rig.accepted(good(rig)
                    .header(header -> header.type(new JOSEObjectType("at+jwt")))
                    .by(Keys.RSA));
        }
    }

    private static Token good(AuthRig rig) {
        return Token.at(rig.clock.instant());
    }

    /** Names its app, so that the token's issuer and audience are not needed to find it. */
    private static Handshake named(String token) {
        return new Handshake(
                "shared.example.com",
                "abc123",
                Map.of(),
                Map.of("token", token, "app", "wizz/order-receiver"),
                List.of());
    }
}
