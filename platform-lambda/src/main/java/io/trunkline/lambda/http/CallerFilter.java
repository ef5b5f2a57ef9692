package io.trunkline.lambda.http;

import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.RouteAttributes;
import io.trunkline.core.apikey.ApiKeyVerdict;
import io.trunkline.core.apikey.ApiKeys;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.core.auth.ServiceTokens;
import io.trunkline.core.auth.ServiceVerdict;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.usage.UsageTab;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets nobody under {@code /v1} whose key or token is not good, or lacks the scope that the route needs. */
@ServerFilter("/v1/**")
final class CallerFilter {
    /** The request attribute that holds the {@link Caller}. */
    static final String CALLER = "trunkline.caller";

    private static final Logger LOG = LoggerFactory.getLogger(CallerFilter.class);
    private static final Rejection UNAUTHORIZED = new Rejection(
            RejectionCode.UNAUTHORIZED, "Neither x-api-key nor Authorization holds what is accepted here.");

    private final ApiKeys keys;
    private final ServiceTokens services;

    CallerFilter(ApiKeys keys, ServiceTokens services) {
        this.keys = keys;
        this.services = services;
    }

    /** Answers in the route's place, or lets the request pass by answering nothing. */
    @RequestFilter
    @Nullable
    HttpResponse<?> check(HttpRequest<?> request) {
        AnnotationMetadata route = RouteAttributes.getRouteMatch(request)
                .<AnnotationMetadata>map(match -> match.getAnnotationMetadata())
                .orElse(AnnotationMetadata.EMPTY_METADATA);
        if (route.hasAnnotation(OpenToAll.class)) {
            return null;
        }
        List<String> sentKeys = request.getHeaders().getAll("x-api-key");
        List<String> sentTokens = request.getHeaders().getAll("authorization");
        if (sentKeys.size() + sentTokens.size() > 1) {
            return Problem.response(Rejection.of(RejectionCode.AMBIGUOUS_CALLER));
        }
        Optional<Caller> caller = sentKeys.stream()
                .findFirst()
                .flatMap(this::byKey)
                .or(() ->
                        sentTokens.stream().findFirst().flatMap(BearerToken::of).flatMap(this::byToken));
        if (caller.isPresent()) {
            UsageTab.belongsTo(caller.get().tenant());
            return admit(request, route, caller.get());
        }
        return route.hasAnnotation(OpenToClients.class) && !sentTokens.isEmpty()
                ? null
                : Problem.response(UNAUTHORIZED);
    }

    private Optional<Caller> byKey(String text) {
        return switch (keys.verify(text)) {
            case ApiKeyVerdict.Refused _ -> Optional.empty();
            case ApiKeyVerdict.Verified key -> Optional.of(new Caller.ByKey(key.tenant(), key.scopes(), key.key()));
        };
    }

    private Optional<Caller> byToken(String text) {
        return switch (services.verify(text)) {
            case ServiceVerdict.Refused refused -> {
                LOG.info("no service's token detail={}", refused.detail());
                yield Optional.empty();
            }
            case ServiceVerdict.Verified service ->
                Optional.of(new Caller.ByToken(service.tenant(), service.scopes(), service.service()));
        };
    }

    private static @Nullable HttpResponse<?> admit(HttpRequest<?> request, AnnotationMetadata route, Caller caller) {
        if (RouteAttributes.getRouteMatch(request).isEmpty()) {
            return null;
        }
        List<ApiScope> opening = Arrays.asList(route.enumValues(NeedsScope.class, ApiScope.class));
        if (Collections.disjoint(opening, caller.scopes())) {
            LOG.info("refused code=forbidden_scope caller={} path={}", caller.name(), request.getPath());
            return Problem.response(new Rejection(
                    RejectionCode.FORBIDDEN_SCOPE,
                    "This needs a key or token with the scope "
                            + opening.stream().map(ApiScope::toString).collect(Collectors.joining(" or "))));
        }
        request.setAttribute(CALLER, caller);
        return null;
    }
}
