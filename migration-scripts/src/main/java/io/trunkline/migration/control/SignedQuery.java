package io.trunkline.migration.control;

import io.trunkline.migration.OperatorException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/**
 * One read-only call of AWS's query protocol, for two calls of a verify: IAM's and CloudWatch's clients would be 6 MB
 * of class path for them.
 */
final class SignedQuery {
    private final SdkHttpClient http;
    private final AwsCredentialsProvider credentials;

    SignedQuery(SdkHttpClient http, AwsCredentialsProvider credentials) {
        this.http = http;
        this.credentials = credentials;
    }

    /**
     * Texts of the elements of one name in the answer; empty where the service does not know the action. Throws
     * {@link OperatorException} where it refuses.
     */
    Optional<List<String>> ask(URI endpoint, String service, String region, Map<String, String> form, String element) {
        byte[] body = new TreeMap<>(form)
                .entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))
                        .getBytes(StandardCharsets.UTF_8);
        ContentStreamProvider content = ContentStreamProvider.fromByteArray(body);
        SdkHttpRequest request = SdkHttpFullRequest.builder()
                .uri(endpoint)
                .encodedPath("/")
                .method(SdkHttpMethod.POST)
                .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .putHeader("Content-Length", Integer.toString(body.length))
                .build();
        SignedRequest signed = AwsV4HttpSigner.create().sign(sign -> sign.identity(credentials.resolveCredentials())
                .request(request)
                .payload(content)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region));
        try {
            HttpExecuteResponse response = http.prepareRequest(HttpExecuteRequest.builder()
                            .request(signed.request())
                            .contentStreamProvider(signed.payload().orElse(content))
                            .build())
                    .call();
            try (InputStream in = response.responseBody()
                    .<InputStream>map(stream -> stream)
                    .orElseGet(InputStream::nullInputStream)) {
                return read(service, form, response.httpResponse().statusCode(), in.readAllBytes(), element);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(service + " was not reached", e);
        }
    }

    private static Optional<List<String>> read(
            String service, Map<String, String> form, int status, byte[] answer, String element) {
        if (status / 100 != 2) {
            String text = new String(answer, StandardCharsets.UTF_8);
            if (text.contains("InvalidAction") || status == 501 || status == 404) {
                return Optional.empty();
            }
            throw new OperatorException(service + " refused " + form.get("Action") + ": HTTP " + status + " "
                    + texts(answer, "Message").stream().findFirst().orElse(""));
        }
        return Optional.of(texts(answer, element));
    }

    private static List<String> texts(byte[] answer, String element) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // what is no XML is told by the caller, and not on standard error as well
            builder.setErrorHandler(new DefaultHandler());
            Document document = builder.parse(new ByteArrayInputStream(answer));
            NodeList found = document.getElementsByTagName(element);
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < found.getLength(); i++) {
                texts.add(found.item(i).getTextContent().strip());
            }
            return texts;
        } catch (ParserConfigurationException | SAXException | IOException e) {
            return List.of();
        }
    }
}
