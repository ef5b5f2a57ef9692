package io.trunkline.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class RefusalsTest {
    @Test
    void each_refusal_says_what_to_do_next_and_that_the_same_command_goes_on() {
        assertThat(said(400, "ExpiredTokenException"))
                .startsWith("the AWS credentials have expired. Log in again")
                .endsWith("the same command goes on.");
        assertThat(said(400, "UnrecognizedClientException")).contains("does not accept these credentials");
        assertThat(said(400, "AccessDeniedException")).contains("may not do that: why");
        assertThat(said(400, "ThrottlingException")).contains("went on throttling", "--parallel 4");
        assertThat(Refusals.words(SdkClientException.create("Unable to load credentials from any of the providers")))
                .startsWith("there are no AWS credentials");
        assertThat(Refusals.words(SdkClientException.create("Unable to execute HTTP request", new ConnectException())))
                .startsWith("AWS was not reached");
    }

    private static String said(int status, String code) {
        SdkException failure = DynamoDbException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("why")
                        .build())
                .build();
        return Refusals.words(failure);
    }
}
