package io.trunkline.core.connection;

/**
 * The API and stage that hold a connection; posts to it go there (decision 6). Stored with each subscription as
 * {@code apiId/stage}, a few bytes, from which {@code apigw} derives the management URL.
 */
public record GatewayEndpoint(String apiId, String stage) {
    public GatewayEndpoint {
        if (apiId.isEmpty() || stage.isEmpty() || apiId.indexOf('/') >= 0 || stage.indexOf('/') >= 0) {
            throw new IllegalArgumentException("an endpoint is an API id and a stage, neither with a slash");
        }
    }

    /** Reads {@code apiId/stage}. */
    public static GatewayEndpoint parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("an endpoint is written apiId/stage");
        }
        return new GatewayEndpoint(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return apiId + "/" + stage;
    }
}
