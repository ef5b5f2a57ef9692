package io.trunkline.routing.key;

/** An app and the tenant that it belongs to; the scope of every call that touches an app's data. */
public record AppKey(TenantId tenant, AppId app) {
    /** Reads {@code wizz/drivers}; throws {@link MalformedKeyException} on anything else. */
    public static AppKey parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new MalformedKeyException("app must be written tenant/app");
        }
        return new AppKey(new TenantId(text.substring(0, slash)), new AppId(text.substring(slash + 1)));
    }

    /** {@code wizz/drivers}; neither part can hold a slash. */
    @Override
    public String toString() {
        return tenant + "/" + app;
    }
}
