package io.trunkline.core.apigw;

import io.trunkline.core.connection.GatewayEndpoint;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where the @connections of an endpoint are, from templates with {@code {apiId}}, {@code {region}} and {@code {stage}}.
 *
 * @param region the AWS Region's name
 * @param template for every API without one of its own
 * @param overrides templates by API id: a legacy API, or one behind a custom domain, whose path names no stage
 */
public record ManagementUrls(String region, String template, Map<String, String> overrides) {
    /** The address that AWS gives an API's stage. */
    public static final String AWS_TEMPLATE = "https://{apiId}.execute-api.{region}.amazonaws.com/{stage}";

    // a host label's and a path segment's harmless characters: nothing stored can lead a signed call elsewhere
    private static final Pattern API_ID = Pattern.compile("[A-Za-z0-9-]{1,63}");
    private static final Pattern STAGE = Pattern.compile("[A-Za-z0-9_$-]{1,128}");

    /** Throws {@link IllegalArgumentException} where a template makes no http or https URL. */
    public ManagementUrls {
        overrides = Map.copyOf(overrides);
        requireUrl(template);
        overrides.values().forEach(ManagementUrls::requireUrl);
    }

    /** APIs of one Region at their AWS addresses. */
    public static ManagementUrls aws(String region) {
        return new ManagementUrls(region, AWS_TEMPLATE, Map.of());
    }

    /** Throws {@link IllegalArgumentException} where API id or stage is none that AWS gives. */
    public URI of(GatewayEndpoint endpoint) {
        if (!API_ID.matcher(endpoint.apiId()).matches()
                || !STAGE.matcher(endpoint.stage()).matches()) {
            throw new IllegalArgumentException("no API Gateway endpoint: " + endpoint);
        }
        return URI.create(
                fill(overrides.getOrDefault(endpoint.apiId(), template), endpoint.apiId(), region, endpoint.stage()));
    }

    /** Whether the template leads to this machine, where no proxy has a say. */
    boolean isLocal() {
        String host = URI.create(fill(template, "api", region, "stage")).getHost();
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    }

    private static String fill(String template, String apiId, String region, String stage) {
        return template.replace("{apiId}", apiId).replace("{region}", region).replace("{stage}", stage);
    }

    private static void requireUrl(String template) {
        URI uri = URI.create(fill(template, "api", "region", "stage"));
        if (uri.getHost() == null || !("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("a management URL is http or https with a host: " + template);
        }
    }
}
