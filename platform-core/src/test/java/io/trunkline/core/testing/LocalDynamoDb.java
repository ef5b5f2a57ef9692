package io.trunkline.core.testing;

import io.trunkline.child.DynamoDbLocal;
import io.trunkline.core.dynamo.DynamoDefaults;
import io.trunkline.core.dynamo.TableCreator;
import io.trunkline.core.schema.TableLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * The one DynamoDB Local of a test run, started when it is first asked for and ended with this JVM. The environment's
 * {@code TRUNKLINE_TEST_DYNAMODB} says how: {@code jar}, {@code container}, or {@code auto} (unless set), which is the
 * container where a Docker engine answers, else the jar. Standard output says which it was.
 */
public final class LocalDynamoDb {
    private static final String CHOICE = "TRUNKLINE_TEST_DYNAMODB";

    private static final Duration CONTAINER_PATIENCE = Duration.ofSeconds(45);

    private LocalDynamoDb() {}

    /** Started once, by whoever comes first. */
    private static final class Holder {
        static final URI ENDPOINT = start();
    }

    /** A client set up as in production. It sees what {@code interceptors} do to its requests and answers. */
    public static DynamoDbClient client(ExecutionInterceptor... interceptors) {
        DynamoDbClientBuilder builder = DynamoDefaults.apply(DynamoDbClient.builder())
                .endpointOverride(Holder.ENDPOINT)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
        builder.overrideConfiguration(builder.overrideConfiguration().copy(copy -> {
            for (ExecutionInterceptor interceptor : interceptors) {
                copy.addExecutionInterceptor(interceptor);
            }
        }));
        return builder.build();
    }

    /** The four tables, empty and nobody else's. */
    public static TableLayout freshTables() {
        TableLayout layout =
                new TableLayout("Test" + UUID.randomUUID().toString().replace("-", ""), "test");
        try (DynamoDbClient client = client()) {
            new TableCreator(client).createMissing(layout);
        }
        return layout;
    }

    private static URI start() {
        String choice = System.getenv().getOrDefault(CHOICE, "auto");
        return switch (choice) {
            case "jar" -> jar();
            case "container" -> container();
            case "auto" -> containerOrJar();
            default ->
                throw new IllegalStateException(CHOICE + " is '" + choice + "'; set it to jar, container or auto");
        };
    }

    private static URI container() {
        if (!DynamoDbContainer.engineAnswers()) {
            throw new IllegalStateException(
                    CHOICE + " is container, but no Docker engine answers; start one, or set it to jar");
        }
        return DynamoDbContainer.start();
    }

    private static URI containerOrJar() {
        if (!DynamoDbContainer.engineAnswers()) {
            return jar();
        }
        // an engine that cannot get the image keeps Testcontainers asking for minutes
        CompletableFuture<URI> container = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("dynamodb-local-container").start(() -> {
            try {
                container.complete(DynamoDbContainer.start());
            } catch (RuntimeException | Error e) {
                container.completeExceptionally(e);
            }
        });
        try {
            return container.get(CONTAINER_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            System.out.println(
                    "DynamoDB Local's container did not start within " + CONTAINER_PATIENCE.toSeconds() + " s");
            return jar();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static URI jar() {
        Path libraries = Path.of(System.getProperty("trunkline.root"), "local-gateway/dynamodb-local/target/lib");
        try {
            DynamoDbLocal local = DynamoDbLocal.inMemory(libraries);
            Runtime.getRuntime().addShutdownHook(new Thread(local::close, "dynamodb-local-end"));
            System.out.println("DynamoDB Local for these tests: the jar, " + local.endpoint());
            return local.endpoint();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
