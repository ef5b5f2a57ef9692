package io.trunkline.migration.step;

import io.trunkline.migration.OperatorException;
import io.trunkline.migration.mapping.Collection;
import io.trunkline.migration.mapping.Mapping;
import io.trunkline.migration.source.DynamoSource;
import io.trunkline.migration.source.JdbcSource;
import io.trunkline.migration.source.JsonLinesSource;
import io.trunkline.migration.source.MongoSource;
import io.trunkline.migration.source.RecordSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** Opens what a mapping names, where the operator says that it is. */
final class Sources {
    /** A source that is throttled is waited for. */
    private static final int TRIES = 10;

    private final Mapping.SourceKind kind;
    private final SourcePlace place;
    private final AwsCredentialsProvider credentials;
    private final Map<String, String> environment;

    Sources(
            Mapping.SourceKind kind,
            SourcePlace place,
            AwsCredentialsProvider credentials,
            Map<String, String> environment) {
        this.kind = kind;
        this.place = place;
        this.credentials = credentials;
        this.environment = environment;
    }

    /** The table's, collection's or file's name. */
    static String nameOf(Collection collection, SourcePlace place) {
        return place.names().getOrDefault(collection.name(), collection.from().replace("{stage}", place.stage()));
    }

    RecordSource open(Collection collection) {
        String name = nameOf(collection, place);
        return switch (kind) {
            case DYNAMODB -> new DynamoSource(dynamo(), name);
            case POSTGRESQL -> new JdbcSource(url("jdbc:postgresql://HOST/DATABASE"), login(), name, collection.key());
            case MONGODB ->
                new MongoSource(
                        withPassword(url("mongodb://HOST")),
                        place.database()
                                .orElseThrow(() -> new OperatorException("name the database: --source-database NAME")),
                        name);
            case JSONLINES -> new JsonLinesSource(Path.of(name));
        };
    }

    private DynamoDbClient dynamo() {
        DynamoDbClientBuilder builder = DynamoDbClient.builder()
                .region(Region.of(place.region()))
                .credentialsProvider(credentials)
                .httpClientBuilder(ApacheHttpClient.builder().socketTimeout(Duration.ofSeconds(30)))
                .overrideConfiguration(
                        config -> config.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(TRIES)
                                .build()));
        place.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private String url(String example) {
        return place.url()
                .orElseThrow(() -> new OperatorException("say where the database is: --source-url " + example));
    }

    private Properties login() {
        Properties login = new Properties();
        place.user().ifPresent(user -> login.setProperty("user", user));
        password().ifPresent(password -> login.setProperty("password", password));
        // a page at a time, and never a statement that outlives a lost network
        login.setProperty("socketTimeout", "60");
        return login;
    }

    private String withPassword(String url) {
        return password().isPresent() && place.user().isPresent()
                ? url.replaceFirst(
                        "://",
                        "://" + encoded(place.user().get()) + ":"
                                + java.util.regex.Matcher.quoteReplacement(
                                        encoded(password().get())) + "@")
                : url;
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
    }

    private Optional<String> password() {
        return place.passwordVariable().map(name -> {
            String password = environment.get(name);
            if (password == null) {
                throw new OperatorException(
                        "the environment variable " + name + " is not set; it is to hold the" + " source's password");
            }
            return password;
        });
    }
}
