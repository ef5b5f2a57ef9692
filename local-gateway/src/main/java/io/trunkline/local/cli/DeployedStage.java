package io.trunkline.local.cli;

import io.trunkline.core.dynamo.DynamoAdmin;
import io.trunkline.core.schema.TableLayout;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/** Options of the commands that work on the tables of a deployed stage, with the AWS credentials in use. */
final class DeployedStage {
    @Option(names = "--stage", required = true, description = "The deployed stage: dev, staging or prod.")
    private String stage = "";

    @Option(
            names = "--ecosystem",
            defaultValue = TableLayout.DEFAULT_ECOSYSTEM,
            description = "First part of the tables' names. Default: WizzUser.")
    private String ecosystem = TableLayout.DEFAULT_ECOSYSTEM;

    @Option(
            names = "--region",
            defaultValue = "${env:AWS_REGION:-${env:AWS_DEFAULT_REGION:-us-east-1}}",
            description = "Where it is deployed. Default: AWS_REGION, or us-east-1.")
    private String region = "us-east-1";

    @Option(names = "--endpoint", description = "Address of DynamoDB, where it is not AWS's own.")
    private Optional<URI> endpoint = Optional.empty();

    /** What is done with the tables. */
    interface Work<T> {
        T with(DynamoAdmin admin);
    }

    /** Throws {@link OperatorException} where the tables cannot be reached. */
    <T> T tables(Work<T> work) {
        try (DefaultCredentialsProvider credentials =
                        DefaultCredentialsProvider.builder().build();
                DynamoAdmin admin = DynamoAdmin.at(
                        endpoint.orElse(URI.create("https://dynamodb." + region + ".amazonaws.com")),
                        region,
                        credentials,
                        new TableLayout(ecosystem, stage))) {
            return work.with(admin);
        } catch (SdkException e) {
            throw new OperatorException(
                    "the tables of stage " + stage + " in " + region + " cannot be used: " + e.getMessage()
                            + " Is it deployed (./trunkline deploy --stage " + stage
                            + "), and are these the credentials of its account?",
                    e);
        }
    }
}
