package io.trunkline.lambda.http;

import io.trunkline.core.message.Rejection;

/**
 * A request that cannot be understood. An exception, as that is how a controller leaves its method early in Micronaut;
 * {@link ProblemResponses} answers it.
 */
final class BadRequestException extends RuntimeException {
    private final transient Rejection rejection;

    BadRequestException(Rejection rejection) {
        super(rejection.message(), null, false, false);
        this.rejection = rejection;
    }

    Rejection rejection() {
        return rejection;
    }
}
