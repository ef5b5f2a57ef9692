package io.trunkline.lambda.http;

import io.micronaut.context.annotation.Primary;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import jakarta.inject.Singleton;

/** Answers whatever goes wrong before or in a controller; Micronaut's own words name classes, and never go out. */
@Singleton
@Primary
final class ProblemResponses implements ErrorResponseProcessor<String> {
    @Override
    public MutableHttpResponse<String> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        Rejection rejection = context.getRootCause().orElse(null) instanceof BadRequestException bad
                ? bad.rejection()
                : rejection(response.code());
        return response.status(rejection.code().status())
                .contentType(Problem.MEDIA_TYPE)
                .body(Problem.json(rejection).toString());
    }

    private static Rejection rejection(int status) {
        return switch (status) {
            // what Micronaut itself finds wrong with a request is that there is no body
            case 400 -> new Rejection(RejectionCode.BAD_JSON, "The body is not a JSON object.");
            case 401 -> Rejection.of(RejectionCode.UNAUTHORIZED);
            case 404 -> Rejection.of(RejectionCode.NOT_FOUND);
            case 405 -> Rejection.of(RejectionCode.METHOD_NOT_ALLOWED);
            case 413 -> Rejection.of(RejectionCode.TOO_LARGE);
            case 415 -> Rejection.of(RejectionCode.UNSUPPORTED_MEDIA_TYPE);
            default -> Rejection.of(status >= 500 ? RejectionCode.INTERNAL : RejectionCode.BAD_FIELD);
        };
    }
}
