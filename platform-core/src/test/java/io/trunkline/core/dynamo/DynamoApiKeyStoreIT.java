package io.trunkline.core.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.apikey.ApiKeyStore;
import io.trunkline.core.apikey.ApiKeyStoreContractTest;
import io.trunkline.core.apikey.ApiKeyVerdict;
import io.trunkline.core.apikey.ApiKeys;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.core.apikey.IssuedApiKey;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.testing.LocalDynamoDb;
import io.trunkline.core.testing.TestClock;
import io.trunkline.core.testing.Wizz;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoApiKeyStoreIT extends ApiKeyStoreContractTest {
    private final TableLayout layout = LocalDynamoDb.freshTables();
    private final DynamoDbClient client = LocalDynamoDb.client();

    @AfterEach
    void close() {
        client.close();
    }

    @Override
    protected ApiKeyStore store() {
        return new DynamoApiKeyStore(client, layout);
    }

    @Test
    void aRevocationTakesEffectWithinHalfAMinuteWhereTheKeyWasJustUsed() {
        TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
        ApiKeys admin = new ApiKeys(store(), new Random(1), clock);
        ApiKeys function = new ApiKeys(new CachedApiKeyStore(store(), clock), new Random(2), clock);
        IssuedApiKey issued = admin.create(Wizz.ID, "orders", Set.of(ApiScope.PUBLISH), Optional.empty());
        assertThat(function.verify(issued.text())).isInstanceOf(ApiKeyVerdict.Verified.class);

        admin.revoke(issued.key().id());
        clock.advance(Duration.ofSeconds(30));

        assertThat(function.verify(issued.text())).isInstanceOf(ApiKeyVerdict.Refused.class);
    }

    @Test
    void noItemHoldsAKeysText() {
        IssuedApiKey issued = new ApiKeys(store(), new Random(1), new TestClock(Instant.EPOCH))
                .create(Wizz.ID, "orders", Set.of(ApiScope.PUBLISH), Optional.empty());
        String secret = issued.text().substring(issued.text().lastIndexOf('_') + 1);

        assertThat(client.scan(request -> request.tableName(layout.registry()))
                        .items()
                        .toString())
                .contains(issued.key().id().serial())
                .doesNotContain(secret);
    }
}
