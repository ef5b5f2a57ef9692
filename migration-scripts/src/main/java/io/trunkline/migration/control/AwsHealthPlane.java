package io.trunkline.migration.control;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** CloudWatch's alarms, and IAM's simulation of a function's role. */
final class AwsHealthPlane implements HealthPlane {
    private static final String ALLOWED = "allowed";

    private final SignedQuery query;
    private final LambdaClient functions;
    private final String region;
    private final Optional<URI> endpoint;

    AwsHealthPlane(SignedQuery query, LambdaClient functions, String region, Optional<URI> endpoint) {
        this.query = query;
        this.functions = functions;
        this.region = region;
        this.endpoint = endpoint;
    }

    @Override
    public Optional<List<String>> alarms(String prefix) {
        String suffix = Region.of(region).metadata() == null
                ? "amazonaws.com"
                : Region.of(region).metadata().partition().dnsSuffix();
        return query.ask(
                endpoint.orElse(URI.create("https://monitoring." + region + "." + suffix)),
                "monitoring",
                region,
                Map.of(
                        "Action",
                        "DescribeAlarms",
                        "Version",
                        "2010-08-01",
                        "AlarmNamePrefix",
                        prefix,
                        "StateValue",
                        "ALARM",
                        "MaxRecords",
                        "100"),
                "AlarmName");
    }

    @Override
    public Optional<Boolean> mayPost(String function, String resource) {
        Optional<String> role = role(function);
        if (role.isEmpty() || !role.get().startsWith("arn:aws:")) {
            return Optional.empty();
        }
        return query.ask(
                        endpoint.orElse(URI.create("https://iam.amazonaws.com")),
                        "iam",
                        "us-east-1",
                        Map.of(
                                "Action",
                                "SimulatePrincipalPolicy",
                                "Version",
                                "2010-05-08",
                                "PolicySourceArn",
                                role.get(),
                                "ActionNames.member.1",
                                "execute-api:ManageConnections",
                                "ResourceArns.member.1",
                                resource),
                        "EvalDecision")
                .filter(decisions -> !decisions.isEmpty())
                .map(decisions -> decisions.stream().allMatch(ALLOWED::equals));
    }

    private Optional<String> role(String function) {
        try {
            return Optional.ofNullable(functions
                    .getFunctionConfiguration(request -> request.functionName(function))
                    .role());
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }
}
