package io.trunkline.core.auth;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The key sets of issuers, one source an address: kept for five minutes, asked again for an unknown key at most once in
 * half a minute, and served on for four hours where the address does not answer.
 */
final class KeySets {
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration REFRESH_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration BETWEEN_REFRESHES = Duration.ofSeconds(30);
    private static final Duration OUTAGE = Duration.ofHours(4);
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration READ = Duration.ofSeconds(2);
    private static final int MAX_BYTES = 256 * 1024;

    private final Map<URI, JWKSource<SecurityContext>> sources = new ConcurrentHashMap<>();

    JWKSource<SecurityContext> at(URI address) {
        return sources.computeIfAbsent(address, KeySets::source);
    }

    private static JWKSource<SecurityContext> source(URI address) {
        return JWKSourceBuilder.<SecurityContext>create(url(address), new WithoutRedirects())
                .cache(KEPT.toMillis(), REFRESH_TIMEOUT.toMillis())
                .rateLimited(BETWEEN_REFRESHES.toMillis())
                .outageTolerant(OUTAGE.toMillis())
                .build();
    }

    private static URL url(URI address) {
        try {
            return address.toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a key set's address is no URL", e);
        }
    }

    /** An address that was registered is asked, and no other that it might point to. */
    private static final class WithoutRedirects extends DefaultResourceRetriever {
        WithoutRedirects() {
            super((int) CONNECT.toMillis(), (int) READ.toMillis(), MAX_BYTES);
        }

        @Override
        protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
            HttpURLConnection connection = super.openHTTPConnection(url);
            connection.setInstanceFollowRedirects(false);
            return connection;
        }
    }
}
