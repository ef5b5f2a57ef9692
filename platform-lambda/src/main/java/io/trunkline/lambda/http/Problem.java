package io.trunkline.lambda.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;

/** A rejection as RFC 9457 has it, so that a caller reads every error of the API the same way. */
final class Problem {
    /** The media type of RFC 9457. */
    static final String MEDIA_TYPE = "application/problem+json";

    /** A relative reference, as section 3.1.1 of the RFC allows: a name that stays, wherever the API is. */
    private static final String TYPES = "/errors/";

    private Problem() {}

    static ObjectNode json(Rejection rejection) {
        ObjectNode json = HttpJson.object()
                .put("type", TYPES + rejection.code().code())
                .put("title", title(rejection.code()))
                .put("status", rejection.code().status())
                .put("detail", rejection.message())
                .put("code", rejection.code().code())
                .put("retryable", rejection.code().retryable());
        rejection.retryAfter().ifPresent(after -> json.put("retryAfterMs", after.toMillis()));
        return json;
    }

    /** {@code Bad field}: the same for every problem of a type, as the RFC wants it. */
    private static String title(RejectionCode code) {
        String words = code.code().replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    static MutableHttpResponse<String> response(Rejection rejection) {
        HttpStatus status = HttpStatus.valueOf(rejection.code().status());
        MutableHttpResponse<String> response = HttpResponse.<String>status(status)
                .contentType(MEDIA_TYPE)
                .body(json(rejection).toString());
        // in whole seconds (RFC 9110, section 10.2.3), so rounded up
        rejection
                .retryAfter()
                .ifPresent(after -> response.header(
                        HttpHeaders.RETRY_AFTER,
                        Long.toString(after.plusMillis(999).toSeconds())));
        return response;
    }
}
