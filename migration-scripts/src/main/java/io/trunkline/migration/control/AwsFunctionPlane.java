package io.trunkline.migration.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Lambda through the AWS SDK. */
final class AwsFunctionPlane implements FunctionPlane {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final LambdaClient client;

    AwsFunctionPlane(LambdaClient client) {
        this.client = client;
    }

    @Override
    public Optional<Function> function(String name) {
        try {
            FunctionConfiguration found =
                    client.getFunction(request -> request.functionName(name)).configuration();
            return Optional.of(new Function(
                    found.functionName(),
                    found.functionArn(),
                    Optional.ofNullable(found.runtimeAsString()).orElse(""),
                    found.environment() == null ? Map.of() : found.environment().variables()));
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<Statement> permissions(String name) {
        String policy;
        try {
            policy = client.getPolicy(request -> request.functionName(name)).policy();
        } catch (ResourceNotFoundException e) {
            return List.of();
        }
        List<Statement> statements = new ArrayList<>();
        try {
            for (JsonNode statement : JSON.readTree(policy).path("Statement")) {
                JsonNode principal = statement.path("Principal");
                statements.add(new Statement(
                        statement.path("Sid").asText(),
                        principal.isTextual()
                                ? principal.asText()
                                : principal.path("Service").asText(),
                        statement
                                .path("Condition")
                                .path("ArnLike")
                                .path("AWS:SourceArn")
                                .asText()));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the policy of the function " + name + " is no JSON", e);
        }
        return statements;
    }

    @Override
    public void permit(String name, String statement, String sourceArn) {
        try {
            client.addPermission(request -> request.functionName(name)
                    .statementId(statement)
                    .action("lambda:InvokeFunction")
                    .principal("apigateway.amazonaws.com")
                    .sourceArn(sourceArn));
        } catch (ResourceConflictException e) {
            // it stands there already
        }
    }

    @Override
    public void forbid(String name, String statement) {
        try {
            client.removePermission(request -> request.functionName(name).statementId(statement));
        } catch (ResourceNotFoundException e) {
            // it is gone
        }
    }

    @Override
    public void remove(String name) {
        try {
            client.deleteFunction(request -> request.functionName(name));
        } catch (ResourceNotFoundException e) {
            // it is gone
        }
    }
}
