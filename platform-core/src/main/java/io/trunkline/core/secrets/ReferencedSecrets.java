package io.trunkline.core.secrets;

import io.trunkline.core.auth.SecretSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * Secrets by reference: {@code env:NAME} from the environment, {@code secretsmanager:ID} from Secrets Manager. The
 * latter are kept for five minutes, and served on for an hour where Secrets Manager does not answer.
 */
public final class ReferencedSecrets implements SecretSource {
    private static final Logger LOG = LoggerFactory.getLogger(ReferencedSecrets.class);
    private static final String ENVIRONMENT = "env:";
    private static final String MANAGER = "secretsmanager:";
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration KEPT_NOTHING = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(30);

    /** For the whole call with its retries: a handshake waits for it. */
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    private static final Duration OUTAGE = Duration.ofHours(1);

    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out as a record
    private record Kept(Optional<byte[]> secret, Instant loadedAt, Instant askAgainAt) {}

    private final Map<String, String> environment;
    private final Supplier<SecretsManagerClient> client;
    private final InstantSource clock;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    /** @param client made when the first reference needs it, since most platforms have none */
    public ReferencedSecrets(
            Map<String, String> environment, Supplier<SecretsManagerClient> client, InstantSource clock) {
        this.environment = Map.copyOf(environment);
        this.client = client;
        this.clock = clock;
    }

    @Override
    public Optional<byte[]> find(String reference) {
        if (reference.startsWith(ENVIRONMENT)) {
            return Optional.ofNullable(environment.get(reference.substring(ENVIRONMENT.length())))
                    .map(value -> value.getBytes(StandardCharsets.UTF_8));
        }
        if (reference.startsWith(MANAGER)) {
            return kept.compute(reference, this::current).secret().map(byte[]::clone);
        }
        return Optional.empty();
    }

    private Kept current(String reference, @org.jspecify.annotations.Nullable Kept before) {
        Instant now = clock.instant();
        if (before != null && now.isBefore(before.askAgainAt())) {
            return before;
        }
        try {
            Optional<byte[]> secret = load(reference.substring(MANAGER.length()));
            return new Kept(secret, now, now.plus(secret.isPresent() ? KEPT : KEPT_NOTHING));
        } catch (RuntimeException e) {
            if (before != null && now.isBefore(before.loadedAt().plus(OUTAGE))) {
                LOG.warn("Secrets Manager does not answer; a secret that was read before serves on", e);
                return new Kept(before.secret(), before.loadedAt(), now.plus(RETRY));
            }
            throw e;
        }
    }

    private Optional<byte[]> load(String id) {
        try {
            GetSecretValueResponse response = client.get().getSecretValue(request -> request.secretId(id)
                    .overrideConfiguration(call -> call.apiCallTimeout(DEADLINE)));
            return Optional.of(
                    response.secretBinary() != null
                            ? response.secretBinary().asByteArray()
                            : response.secretString().getBytes(StandardCharsets.UTF_8));
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }
}
