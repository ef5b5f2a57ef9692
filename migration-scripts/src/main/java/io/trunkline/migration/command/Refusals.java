package io.trunkline.migration.command;

import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** What an operator is told where AWS refused, or was not reached. */
final class Refusals {
    private static final String GOES_ON = " Whatever was done is in the journal; then the same command goes on.";

    private static final Set<String> EXPIRED =
            Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired");
    private static final Set<String> UNKNOWN = Set.of(
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "SignatureDoesNotMatch");
    private static final Set<String> DENIED = Set.of("AccessDenied", "AccessDeniedException");

    private Refusals() {}

    static String words(SdkException failure) {
        if (failure instanceof AwsServiceException refused && refused.awsErrorDetails() != null) {
            String code =
                    Optional.ofNullable(refused.awsErrorDetails().errorCode()).orElse("");
            String said = Optional.ofNullable(refused.awsErrorDetails().errorMessage())
                    .orElse("");
            if (EXPIRED.contains(code)) {
                return "the AWS credentials have expired. Log in again (aws sso login)." + GOES_ON;
            }
            if (UNKNOWN.contains(code)) {
                return "AWS does not accept these credentials (" + code + "). Use others: --profile NAME." + GOES_ON;
            }
            if (DENIED.contains(code)) {
                return "these credentials may not do that: " + said
                        + ". Ask for the permission, or use others: --profile" + " NAME." + GOES_ON;
            }
            if (refused.isThrottlingException()) {
                return "AWS went on throttling after every retry (" + code + "). Wait a minute, or do less at once:"
                        + " --parallel 4." + GOES_ON;
            }
        }
        String message = String.valueOf(failure.getMessage());
        if (message.startsWith("Unable to load credentials")) {
            return "there are no AWS credentials. Log in (aws sso login), or name a profile: --profile NAME." + GOES_ON;
        }
        if (failure instanceof ApiCallTimeoutException || failure.getCause() instanceof java.io.IOException) {
            return "AWS was not reached: " + message + " See to the network, or to --endpoint and --control-endpoint."
                    + GOES_ON;
        }
        return "AWS refused or was not reached: " + message + GOES_ON;
    }
}
