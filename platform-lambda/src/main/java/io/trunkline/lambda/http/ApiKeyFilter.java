package io.trunkline.lambda.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.RouteAttributes;
import io.trunkline.core.apikey.ApiKeyVerdict;
import io.trunkline.core.apikey.ApiKeys;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.usage.UsageTab;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets nobody under {@code /v1} whose {@code x-api-key} is not good, or lacks the scope that the route needs. */
@ServerFilter("/v1/**")
final class ApiKeyFilter {
    /** The request attribute that holds the {@link ApiKeyVerdict.Verified}. */
    static final String CALLER = "trunkline.caller";

    private static final Logger LOG = LoggerFactory.getLogger(ApiKeyFilter.class);
    private static final String HEADER = "x-api-key";
    private static final Rejection UNAUTHORIZED =
            new Rejection(RejectionCode.UNAUTHORIZED, "The header x-api-key holds no key that is accepted here.");

    private final ApiKeys keys;

    ApiKeyFilter(ApiKeys keys) {
        this.keys = keys;
    }

    /** Answers in the route's place, or lets the request pass by answering nothing. */
    @RequestFilter
    @Nullable
    HttpResponse<?> check(HttpRequest<?> request) {
        List<String> sent = request.getHeaders().getAll(HEADER);
        if (sent.size() != 1) {
            return Problem.response(UNAUTHORIZED);
        }
        return switch (keys.verify(sent.getFirst())) {
            case ApiKeyVerdict.Refused _ -> Problem.response(UNAUTHORIZED);
            case ApiKeyVerdict.Verified caller -> {
                UsageTab.belongsTo(caller.tenant());
                yield admit(request, caller);
            }
        };
    }

    private static @Nullable HttpResponse<?> admit(HttpRequest<?> request, ApiKeyVerdict.Verified caller) {
        var route = RouteAttributes.getRouteMatch(request);
        if (route.isEmpty()) {
            return null;
        }
        List<ApiScope> opening =
                Arrays.asList(route.get().getAnnotationMetadata().enumValues(NeedsScope.class, ApiScope.class));
        if (Collections.disjoint(opening, caller.scopes())) {
            LOG.info("refused code=forbidden_scope key={} path={}", caller.key(), request.getPath());
            return Problem.response(new Rejection(
                    RejectionCode.FORBIDDEN_SCOPE,
                    "This needs a key with the scope "
                            + opening.stream().map(ApiScope::toString).collect(Collectors.joining(" or "))));
        }
        request.setAttribute(CALLER, caller);
        return null;
    }
}
