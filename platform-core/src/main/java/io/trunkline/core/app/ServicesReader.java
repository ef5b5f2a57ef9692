package io.trunkline.core.app;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the issuers of a tenant's services. A client's token must never do as a service's, nor the other way round, so
 * the two share no audience of one issuer.
 */
final class ServicesReader {
    private ServicesReader() {}

    static List<ServiceTrust> read(Collection<App> apps, DefinitionNode node) {
        List<ServiceTrust> services = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (DefinitionNode element : node.elements()) {
            service(apps, element).ifPresent(service -> {
                if (!seen.add(service.issuer())) {
                    element.get("issuer").problem("the issuer '" + service.issuer() + "' stands here already");
                }
                services.add(service);
            });
        }
        return services;
    }

    private static Optional<ServiceTrust> service(Collection<App> apps, DefinitionNode node) {
        node.onlyKeys("issuer", "audience", "algorithm", "jwks", "secret", "claims");
        DefinitionNode claims = node.get("claims").onlyKeys("service", "scopes");
        String service = claims.get("service").optionalText().orElse("sub");
        String scopes = claims.get("scopes").optionalText().orElse("scope");
        if (node.get("audience").isEmptyList()) {
            node.get("audience").problem("must list at least one audience: it tells services' tokens from clients'");
            return Optional.empty();
        }
        return TokenTrustReader.read(node, false).flatMap(by -> by.issuer()
                .filter(issuer -> !by.audiences().isEmpty() && isApart(apps, node, issuer, by.audiences()))
                .map(issuer -> new ServiceTrust(issuer, by.audiences(), by.algorithm(), by.keys(), service, scopes)));
    }

    private static boolean isApart(Collection<App> apps, DefinitionNode node, String issuer, Set<String> audiences) {
        for (App app : apps) {
            for (IssuerTrust trust : app.issuers()) {
                if (trust.issuer().filter(issuer::equals).isPresent()
                        && trust.audiences().isEmpty()) {
                    node.problem("the app '" + app.key().app() + "' takes this issuer's tokens for any audience, so a"
                            + " service's token would open it; give its issuer an audience");
                    return false;
                }
                if (trust.isFor(issuer, audiences)) {
                    node.get("audience")
                            .problem("the app '" + app.key().app() + "' takes this issuer's tokens for one of these"
                                    + " audiences; a client's token must not open the HTTP API");
                    return false;
                }
            }
        }
        return true;
    }
}
