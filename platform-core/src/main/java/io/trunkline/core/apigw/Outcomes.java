package io.trunkline.core.apigw;

import io.trunkline.core.delivery.PostOutcome;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What an exception of the SDK says about a connection. Told by the status alone, as the service model gives each
 * exception its own: 410 gone, 429 limit, 413 too large, 403 forbidden, 400 a malformed id.
 */
final class Outcomes {
    /** Whoever interrupted the thread wants no other try. */
    private static final PostOutcome INTERRUPTED = new PostOutcome.Failed("interrupted", false);

    private Outcomes() {}

    static PostOutcome of(SdkException e) {
        return switch (e) {
            case AwsServiceException answer -> of(answer);
            case AbortedException _ -> INTERRUPTED;
            // a virtual thread's interrupt closes its socket, which the SDK takes for a fault of the line
            default ->
                Thread.currentThread().isInterrupted() ? INTERRUPTED : new PostOutcome.Failed(e.toString(), true);
        };
    }

    private static PostOutcome of(AwsServiceException answer) {
        int status = answer.statusCode();
        return switch (status) {
            case 410 -> new PostOutcome.Gone();
            case 429 -> new PostOutcome.Throttled();
            case 413 -> new PostOutcome.TooLarge();
            default -> new PostOutcome.Failed("HTTP " + status + ": " + errorOf(answer), status >= 500);
        };
    }

    private static String errorOf(AwsServiceException e) {
        return e.awsErrorDetails() == null ? "no details" : e.awsErrorDetails().errorMessage();
    }
}
