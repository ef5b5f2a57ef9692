package io.trunkline.migration.testing;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.trunkline.child.DynamoDbLocal;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** One store of each kind, started when first asked for and ended with this JVM. */
public final class LocalStores {
    private LocalStores() {}

    private static final class Dynamo {
        static final DynamoDbLocal LOCAL = start();

        private static DynamoDbLocal start() {
            // what the commands' default chain of credentials finds
            System.setProperty("aws.accessKeyId", "test");
            System.setProperty("aws.secretAccessKey", "test");
            try {
                DynamoDbLocal local = DynamoDbLocal.inMemory(
                        Path.of(System.getProperty("trunkline.root"), "local-gateway/dynamodb-local/target/lib"));
                Runtime.getRuntime().addShutdownHook(new Thread(local::close));
                return local;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Postgres {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                // it ends with this JVM by a hook of its own
                return EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Mongo {
        static final MongoServer SERVER = new MongoServer(new MemoryBackend());
        static final String URL = SERVER.bindAndGetConnectionString();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::shutdownNow));
        }
    }

    public static URI dynamo() {
        return Dynamo.LOCAL.endpoint();
    }

    /** A client of its own for each caller, who closes it. */
    public static DynamoDbClient dynamoClient() {
        return DynamoDbClient.builder()
                .endpointOverride(dynamo())
                .region(Region.US_EAST_1)
                .httpClientBuilder(ApacheHttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }

    /** A real PostgreSQL. */
    public static EmbeddedPostgres postgres() {
        return Postgres.SERVER;
    }

    /** Its address, without a user. */
    public static String postgresUrl() {
        return "jdbc:postgresql://localhost:" + Postgres.SERVER.getPort() + "/postgres";
    }

    /** The address of a server of MongoDB's wire protocol. */
    public static String mongoUrl() {
        return Mongo.URL;
    }
}
