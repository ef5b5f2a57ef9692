package io.trunkline.local.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Requests signed by the AWS SDK's own signer, whole and tampered with. */
class SignatureVerifierTest {
    private static final Instant NOW = Instant.parse("2026-03-05T12:00:00Z");
    private static final String BODY = "hello";

    private final SignatureVerifier verifier = verifierAt(NOW);

    private static SignatureVerifier verifierAt(Instant now) {
        return new SignatureVerifier(
                "execute-api",
                "eu-central-1",
                key -> key.equals("AKID") ? Optional.of(SigningCredentials.permanent("secret")) : Optional.empty(),
                InstantSource.fixed(now));
    }

    private static ManagementRequest signed(String path) {
        return signed(path, "AKID", "secret", "eu-central-1", "execute-api", NOW);
    }

    private static ManagementRequest signed(
            String path, String key, String secret, String region, String service, Instant at) {
        SdkHttpRequest unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(URI.create("http://127.0.0.1:3001" + path))
                .putHeader("X-Spaced", "  a   b  ")
                .build();
        SignedRequest signed = AwsV4HttpSigner.create()
                .sign(request -> request.identity(AwsCredentialsIdentity.create(key, secret))
                        .request(unsigned)
                        .payload(ContentStreamProvider.fromUtf8String(BODY))
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC)));
        Map<String, List<String>> headers = new HashMap<>();
        signed.request()
                .forEachHeader((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        String query = signed.request().getUri().getRawQuery();
        return new ManagementRequest(
                "POST", URI.create(path).getRawPath(), query == null ? "" : query, headers, body(signed));
    }

    private static byte[] body(SignedRequest signed) {
        try (var stream = signed.payload().orElseThrow().newStream()) {
            return stream.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static ManagementRequest with(ManagementRequest request, String header, String... values) {
        Map<String, List<String>> headers = new HashMap<>(request.headers());
        headers.put(header, List.of(values));
        return new ManagementRequest(request.method(), request.path(), request.query(), headers, request.body());
    }

    private static ManagementRequest without(ManagementRequest request, String header) {
        Map<String, List<String>> headers = new HashMap<>(request.headers());
        headers.remove(header);
        return new ManagementRequest(request.method(), request.path(), request.query(), headers, request.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dev/@connections/AAAAAAAAAAAAAAA%3D",
                "/dev/@connections/AAAAAAAAAAAAAAA=",
                "/dev/%40connections/AAAAAAAAAAAAAAA%3D",
                "/dev/@connections/AAAAAAAAAAAAAAA%3D?b=2&a=1&a=0&empty=&plus=%2B&space=%20",
            })
    void whatTheSdkSignsIsValid(String path) {
        assertThat(verifier.verify(signed(path))).isEqualTo(SignatureVerdict.VALID);
    }

    @Test
    void anyOtherPathQueryMethodBodyOrSignedHeaderIsNot() {
        ManagementRequest request = signed("/dev/@connections/a?x=1");
        Map<String, List<String>> headers = request.headers();
        byte[] otherBody = "hellO".getBytes(StandardCharsets.UTF_8);
        List<ManagementRequest> tampered = List.of(
                new ManagementRequest("DELETE", request.path(), request.query(), headers, request.body()),
                new ManagementRequest("POST", "/dev/@connections/b", request.query(), headers, request.body()),
                new ManagementRequest("POST", request.path(), "x=2", headers, request.body()),
                new ManagementRequest("POST", request.path(), "", headers, request.body()),
                new ManagementRequest("POST", request.path(), request.query(), headers, otherBody),
                with(request, "host", "127.0.0.1:3002"),
                with(request, "host", "127.0.0.1:3001", "127.0.0.1:3001"),
                with(request, "x-spaced", "a c"),
                without(request, "x-spaced"));
        assertThat(tampered)
                .allSatisfy(changed -> assertThat(verifier.verify(changed)).isEqualTo(SignatureVerdict.MISMATCH));
    }

    @Test
    void aDeclaredPayloadHashMustBeTheBodys() {
        ManagementRequest request = signed("/dev/@connections/a");
        String authorization = request.header("authorization").getFirst();
        assertThat(request.headers()).containsKey("x-amz-content-sha256");
        assertThat(verifier.verify(with(request, "x-amz-content-sha256", "UNSIGNED-PAYLOAD")))
                .isEqualTo(SignatureVerdict.MISMATCH);
        assertThat(verifier.verify(with(request, "authorization", authorization.replace(";x-amz-content-sha256", ""))))
                .isEqualTo(SignatureVerdict.INCOMPLETE);
    }

    @Test
    void aSignatureLivesFiveMinutesToEitherSide() {
        ManagementRequest request = signed("/dev/@connections/a");
        Duration skew = Duration.ofMinutes(5);
        assertThat(verifierAt(NOW.plus(skew)).verify(request)).isEqualTo(SignatureVerdict.VALID);
        assertThat(verifierAt(NOW.minus(skew)).verify(request)).isEqualTo(SignatureVerdict.VALID);
        assertThat(verifierAt(NOW.plus(skew).plusSeconds(1)).verify(request)).isEqualTo(SignatureVerdict.EXPIRED);
        assertThat(verifierAt(NOW.minus(skew).minusSeconds(1)).verify(request)).isEqualTo(SignatureVerdict.EXPIRED);
    }

    @Test
    void aNewDateOnAnOldSignatureDoesNotRenewIt() {
        ManagementRequest old = signed("/dev/@connections/a");
        assertThat(verifierAt(NOW.plus(Duration.ofHours(1))).verify(with(old, "x-amz-date", "20260305T130000Z")))
                .isEqualTo(SignatureVerdict.MISMATCH);
        assertThat(verifierAt(NOW.plus(Duration.ofDays(1))).verify(with(old, "x-amz-date", "20260306T120000Z")))
                .isEqualTo(SignatureVerdict.EXPIRED);
    }

    @Test
    void anotherRegionServiceKeyOrSecretIsRefused() {
        String path = "/dev/@connections/a";
        assertThat(verifier.verify(signed(path, "AKID", "secret", "us-east-1", "execute-api", NOW)))
                .isEqualTo(SignatureVerdict.WRONG_SCOPE);
        assertThat(verifier.verify(signed(path, "AKID", "secret", "eu-central-1", "s3", NOW)))
                .isEqualTo(SignatureVerdict.WRONG_SCOPE);
        assertThat(verifier.verify(signed(path, "OTHER", "secret", "eu-central-1", "execute-api", NOW)))
                .isEqualTo(SignatureVerdict.UNKNOWN_KEY);
        assertThat(verifier.verify(signed(path, "AKID", "other", "eu-central-1", "execute-api", NOW)))
                .isEqualTo(SignatureVerdict.MISMATCH);
    }

    @Test
    void aTokenThatNobodyGaveIsRefused() {
        assertThat(verifier.verify(with(signed("/dev/@connections/a"), "x-amz-security-token", "t")))
                .isEqualTo(SignatureVerdict.UNKNOWN_KEY);
    }

    @Test
    void whatIsUnsignedOrCannotBeReadIsToldApart() {
        ManagementRequest request = signed("/dev/@connections/a");
        String authorization = request.header("authorization").getFirst();
        assertThat(verifier.verify(without(request, "authorization"))).isEqualTo(SignatureVerdict.UNSIGNED);
        assertThat(verifier.verify(with(request, "authorization", "Bearer x"))).isEqualTo(SignatureVerdict.UNSIGNED);
        List<ManagementRequest> incomplete = new ArrayList<>();
        incomplete.add(without(request, "x-amz-date"));
        incomplete.add(with(request, "x-amz-date", "20260305T120000Z", "20260305T120000Z"));
        incomplete.add(with(request, "authorization", authorization, authorization));
        incomplete.add(with(request, "authorization", "AWS4-HMAC-SHA256 nonsense"));
        incomplete.add(with(request, "authorization", authorization.replace("host;", "")));
        incomplete.add(with(request, "authorization", authorization.substring(0, authorization.length() - 1)));
        assertThat(incomplete)
                .allSatisfy(changed -> assertThat(verifier.verify(changed)).isEqualTo(SignatureVerdict.INCOMPLETE));
    }
}
