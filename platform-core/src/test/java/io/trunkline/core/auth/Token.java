package io.trunkline.core.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Writes tokens: a good one of {@code wizz}'s issuer, unless a test spoils it. */
final class Token {
    static final String ISSUER = "https://id.example.com/wizz";

    private final Map<String, Object> claims = new LinkedHashMap<>();
    private UnaryOperator<JWSHeader.Builder> header = UnaryOperator.identity();

    private Token(Instant now) {
        claims.put("iss", ISSUER);
        claims.put("aud", "order-receiver");
        claims.put("sub", "u-1");
        claims.put("merchant_id", "m-42");
        claims.put("jti", "t-1");
        claims.put("iat", Date.from(now));
        claims.put("exp", Date.from(now.plus(Duration.ofHours(1))));
    }

    static Token at(Instant now) {
        return new Token(now);
    }

    Token with(String claim, Object value) {
        claims.put(claim, value);
        return this;
    }

    Token without(String claim) {
        claims.remove(claim);
        return this;
    }

    Token header(UnaryOperator<JWSHeader.Builder> change) {
        header = change;
        return this;
    }

    String by(RSAKey key) {
        try {
            return signed(JWSAlgorithm.RS256, key.getKeyID(), new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String by(ECKey key) {
        try {
            return signed(JWSAlgorithm.ES256, key.getKeyID(), new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String by(OctetKeyPair key) {
        try {
            return signed(JWSAlgorithm.EdDSA, key.getKeyID(), new Ed25519Signer(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String by(byte[] secret) {
        try {
            return signed(JWSAlgorithm.HS256, "", new MACSigner(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String signed(JWSAlgorithm algorithm, String keyId, JWSSigner signer) throws JOSEException {
        JWSHeader.Builder builder = new JWSHeader.Builder(algorithm);
        if (!keyId.isEmpty()) {
            builder.keyID(keyId);
        }
        JWTClaimsSet.Builder body = new JWTClaimsSet.Builder();
        claims.forEach(body::claim);
        SignedJWT token = new SignedJWT(header.apply(builder).build(), body.build());
        token.sign(signer);
        return token.serialize();
    }
}
