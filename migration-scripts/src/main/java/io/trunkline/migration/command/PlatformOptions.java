package io.trunkline.migration.command;

import io.trunkline.core.schema.TableLayout;
import io.trunkline.migration.OperatorException;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.migration.step.Platform;
import io.trunkline.migration.step.PlatformPlace;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** Where the shared platform is, and whose account it is meant to be. */
final class PlatformOptions {
    @Option(names = "--stage", defaultValue = "dev", description = "The platform's stage. Default: dev.")
    private String stage = "dev";

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

    @Option(names = "--profile", description = "AWS profile whose credentials are used. Default: the default chain.")
    private Optional<String> profile = Optional.empty();

    @Option(names = "--account", description = "The account that this must be; any other is refused.")
    private Optional<String> account = Optional.empty();

    @Option(names = "--endpoint", description = "Address of DynamoDB, where it is not AWS's own.")
    private Optional<URI> endpoint = Optional.empty();

    @Option(
            names = "--control-endpoint",
            description =
                    "Address of the control planes of API Gateway, Lambda and CloudFormation, where it is not AWS's.")
    private Optional<URI> control = Optional.empty();

    @Option(
            names = "--management-url",
            paramLabel = "TEMPLATE",
            description = "How connections are posted to where it is not AWS's own: http://127.0.0.1:3001/{stage}")
    private Optional<String> management = Optional.empty();

    @Option(names = "--parallel", defaultValue = "32", description = "Calls at once. Default: 32.")
    private int parallel = 32;

    private Optional<MigrationPlan> plan = Optional.empty();

    /** Stage, Region and ecosystem as the plan has them, whatever the options say. */
    PlatformOptions of(MigrationPlan written) {
        stage = written.stage();
        ecosystem = written.ecosystem();
        region = written.region();
        plan = Optional.of(written);
        return this;
    }

    Optional<URI> endpoint() {
        return endpoint;
    }

    String region() {
        return region;
    }

    DefaultCredentialsProvider credentials() {
        DefaultCredentialsProvider.Builder builder = DefaultCredentialsProvider.builder();
        profile.ifPresent(builder::profileName);
        return builder.build();
    }

    /** Opens the platform; throws {@link OperatorException} where the account is not the one that it is to be. */
    Platform open(Console console, String what) {
        Platform platform = new Platform(
                new PlatformPlace(region, stage, ecosystem, endpoint, control, management, parallel), credentials());
        String found = platform.account();
        console.begin(what, found, region, stage, plan.map(MigrationPlan::app).orElse(""));
        Optional<String> wanted = account.or(() -> plan.map(MigrationPlan::account));
        if (wanted.isPresent() && !wanted.get().equals(found)) {
            platform.close();
            throw new OperatorException("these credentials are of account " + found + ", but it must be " + wanted.get()
                    + ". Nothing was done. Use the other account's credentials: --profile NAME");
        }
        return platform;
    }
}
