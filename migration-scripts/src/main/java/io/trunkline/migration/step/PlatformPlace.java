package io.trunkline.migration.step;

import java.net.URI;
import java.util.Optional;

/**
 * Where the shared platform is.
 *
 * @param dynamo address of DynamoDB, where it is not AWS's own
 * @param control address of API Gateway's, Lambda's and CloudFormation's control planes, where it is not AWS's own
 * @param management template of the management URLs, with {@code {apiId}} and {@code {stage}}, where it is not AWS's
 *     own
 * @param parallel writes at once
 */
public record PlatformPlace(
        String region,
        String stage,
        String ecosystem,
        Optional<URI> dynamo,
        Optional<URI> control,
        Optional<String> management,
        int parallel) {}
