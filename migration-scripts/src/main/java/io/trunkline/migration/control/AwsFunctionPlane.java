package io.trunkline.migration.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.migration.OperatorException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EnvironmentResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Lambda through the AWS SDK. */
final class AwsFunctionPlane implements FunctionPlane {
    /** How often a function is read again that somebody else changes at the same moment. */
    private static final int TRIES = 5;

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
    public Optional<String> variable(String name, String variable) {
        return Optional.ofNullable(
                variables(name, configuration(name).environment()).get(variable));
    }

    private GetFunctionConfigurationResponse configuration(String name) {
        try {
            return client.getFunctionConfiguration(request -> request.functionName(name));
        } catch (ResourceNotFoundException e) {
            throw new OperatorException("the function " + name + " is gone", e);
        }
    }

    /** Whoever may not decrypt them would be shown none, and a write would take all of them out. */
    private static Map<String, String> variables(String name, @Nullable EnvironmentResponse environment) {
        if (environment == null) {
            return Map.of();
        }
        if (environment.error() != null) {
            throw new OperatorException("the variables of the function " + name + " cannot be read: "
                    + environment.error().message() + ". Let these credentials decrypt them (kms:Decrypt), or use"
                    + " others: --profile NAME");
        }
        return environment.variables();
    }

    /** The update replaces all variables, so it is bound to the revision that was read. */
    @Override
    public boolean set(String name, String variable, Optional<String> value, Predicate<Optional<String>> where) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            GetFunctionConfigurationResponse read = configuration(name);
            Map<String, String> variables = new HashMap<>(variables(name, read.environment()));
            Optional<String> now = Optional.ofNullable(variables.get(variable));
            if (now.equals(value)) {
                return true;
            }
            if (!where.test(now)) {
                return false;
            }
            value.ifPresentOrElse(text -> variables.put(variable, text), () -> variables.remove(variable));
            try {
                client.updateFunctionConfiguration(request -> request.functionName(name)
                        .revisionId(read.revisionId())
                        .environment(environment -> environment.variables(variables)));
                awaitUpdated(name);
                return true;
            } catch (PreconditionFailedException | ResourceConflictException e) {
                // another change of it was quicker, or is not finished
                awaitUpdated(name);
            }
        }
        throw new OperatorException("the function " + name + " is being changed by somebody else, again and again."
                + " Find out by whom, and run this again.");
    }

    private void awaitUpdated(String name) {
        try (var waiter = client.waiter()) {
            waiter.waitUntilFunctionUpdatedV2(request -> request.functionName(name));
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
