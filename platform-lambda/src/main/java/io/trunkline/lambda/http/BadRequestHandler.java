package io.trunkline.lambda.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers what a controller could not understand, and keeps it out of the log of faults. */
@Singleton
final class BadRequestHandler implements ExceptionHandler<BadRequestException, HttpResponse<String>> {
    @Override
    public HttpResponse<String> handle(
            @SuppressWarnings("rawtypes") HttpRequest request, BadRequestException exception) {
        return Problem.response(exception.rejection());
    }
}
