package io.trunkline.local.connections;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Verifies AWS Signature Version 4 in the Authorization header. Signatures in the query are not taken. */
public final class SignatureVerifier {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    // bounded by the header limit, and no part of it can backtrack
    private static final Pattern AUTHORIZATION = Pattern.compile(ALGORITHM
            + " +Credential=([^/,\\s]+)/(\\d{8})/([^/,\\s]+)/([^/,\\s]+)/aws4_request\\s*,"
            + "\\s*SignedHeaders=([^,\\s]+)\\s*,\\s*Signature=([0-9a-f]{64})");

    private final String service;
    private final String region;
    private final CredentialLookup credentials;
    private final InstantSource clock;

    /** @param service whose requests these are, as their scope names it: {@code execute-api} */
    public SignatureVerifier(String service, String region, CredentialLookup credentials, InstantSource clock) {
        this.service = service;
        this.region = region;
        this.credentials = credentials;
        this.clock = clock;
    }

    public SignatureVerdict verify(ManagementRequest request) {
        List<String> authorization = request.header("authorization");
        if (authorization.isEmpty() || !authorization.getFirst().startsWith(ALGORITHM)) {
            return SignatureVerdict.UNSIGNED;
        }
        Matcher parts = AUTHORIZATION.matcher(authorization.getFirst());
        List<String> dates = request.header("x-amz-date");
        if (authorization.size() != 1 || !parts.matches() || dates.size() != 1) {
            return SignatureVerdict.INCOMPLETE;
        }
        List<String> signedHeaders = List.of(parts.group(5).split(";", -1));
        List<String> declaredHash = request.header("x-amz-content-sha256");
        if (!signedHeaders.contains("host")
                || (!declaredHash.isEmpty() && !signedHeaders.contains("x-amz-content-sha256"))) {
            return SignatureVerdict.INCOMPLETE;
        }
        String date = dates.getFirst();
        if (!isFresh(date) || !date.startsWith(parts.group(2))) {
            return SignatureVerdict.EXPIRED;
        }
        if (!parts.group(3).equals(region) || !parts.group(4).equals(service)) {
            return SignatureVerdict.WRONG_SCOPE;
        }
        Optional<SigningCredentials> known = credentials.find(parts.group(1));
        if (known.isEmpty() || !hasToken(request, known.get())) {
            return SignatureVerdict.UNKNOWN_KEY;
        }
        String payloadHash = HexFormat.of().formatHex(sha256(request.body()));
        if (!declaredHash.isEmpty() && !declaredHash.equals(List.of(payloadHash))) {
            return SignatureVerdict.MISMATCH;
        }
        Optional<String> canonical = CanonicalRequest.of(request, signedHeaders, payloadHash);
        if (canonical.isEmpty()) {
            return SignatureVerdict.MISMATCH;
        }
        String scope = parts.group(2) + "/" + region + "/" + service + "/aws4_request";
        byte[] expected = sign(known.get(), parts.group(2), date, scope, canonical.get());
        return MessageDigest.isEqual(expected, HexFormat.of().parseHex(parts.group(6)))
                ? SignatureVerdict.VALID
                : SignatureVerdict.MISMATCH;
    }

    private boolean isFresh(String date) {
        try {
            Instant signedAt = BASIC.parse(date, Instant::from);
            return Duration.between(signedAt, clock.instant()).abs().compareTo(SKEW) <= 0;
        } catch (DateTimeParseException malformed) {
            return false;
        }
    }

    private static boolean hasToken(ManagementRequest request, SigningCredentials known) {
        List<String> given = request.header("x-amz-security-token");
        return known.sessionToken()
                .map(token -> given.size() == 1 && MessageDigest.isEqual(bytes(token), bytes(given.getFirst())))
                .orElse(given.isEmpty());
    }

    private byte[] sign(SigningCredentials known, String day, String date, String scope, String canonical) {
        String toSign =
                ALGORITHM + "\n" + date + "\n" + scope + "\n" + HexFormat.of().formatHex(sha256(bytes(canonical)));
        byte[] key = hmac(bytes("AWS4" + known.secretAccessKey()), day);
        return hmac(hmac(hmac(hmac(key, region), service), "aws4_request"), toSign);
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
