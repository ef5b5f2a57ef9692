package io.trunkline.migration.control;

import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;

/** CloudFormation through the AWS SDK. */
final class AwsStackPlane implements StackPlane {
    private static final int NO_SUCH_RESOURCE = 400;

    private final CloudFormationClient client;

    AwsStackPlane(CloudFormationClient client) {
        this.client = client;
    }

    @Override
    public Optional<Owner> owner(String physicalId) {
        try {
            return client
                    .describeStackResources(request -> request.physicalResourceId(physicalId))
                    .stackResources()
                    .stream()
                    .filter(resource -> physicalId.equals(resource.physicalResourceId()))
                    .map(resource -> new Owner(resource.stackName(), resource.logicalResourceId()))
                    .findFirst();
        } catch (CloudFormationException e) {
            // a resource that no stack owns is a bad request to CloudFormation; expired credentials are not that
            if (e.statusCode() == NO_SUCH_RESOURCE
                    && String.valueOf(e.getMessage()).contains("does not exist")) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
