package io.trunkline.core.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;

/** A token that nobody has verified, with what decides whose keys it is held against. */
record ParsedToken(SignedJWT token, String issuer, List<String> audiences) {
    /** Empty where {@code text} is no signed token. */
    static Optional<ParsedToken> of(String text) {
        try {
            SignedJWT token = SignedJWT.parse(text);
            JWTClaimsSet unverified = token.getJWTClaimsSet();
            return Optional.of(new ParsedToken(
                    token, Optional.ofNullable(unverified.getIssuer()).orElse(""), unverified.getAudience()));
        } catch (ParseException | RuntimeException e) {
            // whatever a parser makes of a hostile text, it is no token
            return Optional.empty();
        }
    }
}
