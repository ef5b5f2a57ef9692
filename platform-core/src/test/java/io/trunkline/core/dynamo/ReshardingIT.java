package io.trunkline.core.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.core.app.ShardSpread;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.app.TenantReader;
import io.trunkline.core.app.TenantReading;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.subscription.RoomShards;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.testing.LocalDynamoDb;
import io.trunkline.core.testing.TestClock;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A room's number of shards changes while environments of every age of definition join and publish: whoever is in the
 * room is found, and is out of it once it has left.
 */
class ReshardingIT {
    private static final TenantId WIZZ = new TenantId("wizz");
    private static final RoomName CITY = RoomName.parse("city:x");

    private final TableLayout layout = LocalDynamoDb.freshTables();
    private final DynamoDbClient client = LocalDynamoDb.client();
    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final RegistryWriter writer = new RegistryWriter(client, layout, clock);
    private final DynamoSubscriptionStore subscriptions =
            new DynamoSubscriptionStore(client, layout, new BatchWriter(client, new Random(7), duration -> {}));
    private final List<ConnectionId> members = new ArrayList<>();

    @AfterEach
    void close() {
        client.close();
    }

    private void define(int shards) {
        JsonNode definition;
        try {
            definition = JsonMapper.builder().build().readTree("""
                {"tenant":"wizz","types":{"driver":{}},
                 "apps":{"drivers":{"types":["driver"]}},
                 "rooms":[{"room":"city:{cityId}","join":"open","shards":%d}]}
                """.formatted(shards));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        assertThat(TenantReader.read(definition)).isInstanceOf(TenantReading.Valid.class);
        writer.replace(definition, (TenantReading.Valid) TenantReader.read(definition));
    }

    /** The tenant as an environment that reads it now keeps it. */
    private Tenant known() {
        return new DynamoAppRegistry(client, layout, clock).tenant(WIZZ).orElseThrow();
    }

    private void join(Tenant tenant, int connections) {
        for (int i = 0; i < connections; i++) {
            ConnectionId id = new ConnectionId("c%05d=".formatted(members.size()));
            members.add(id);
            subscriptions.join(List.of(new Subscription(
                    RoomShards.joined(tenant, CITY, id),
                    id,
                    new GatewayEndpoint("api", "dev"),
                    "trunkline.v1",
                    ConnectionLifetime.expiresAt(clock.instant()))));
        }
    }

    private List<ConnectionId> found(Tenant tenant) {
        return RoomShards.all(tenant, CITY).stream()
                .flatMap(shard -> subscriptions.page(shard, Optional.empty(), 1000, clock.instant()).items().stream())
                .map(Subscription::connectionId)
                .toList();
    }

    @Test
    void growingLosesNobodyWhateverDefinitionAnEnvironmentHas() {
        changingLosesNobody(2, 9);
    }

    @Test
    void shrinkingLosesNobodyWhateverDefinitionAnEnvironmentHas() {
        changingLosesNobody(9, 2);
    }

    private void changingLosesNobody(int before, int after) {
        define(before);
        Tenant old = known();
        join(old, 20);
        define(after);
        Tenant changing = known();
        // the registry cannot be read there: the old definition serves on for ten minutes
        join(old, 20);
        join(changing, 20);
        assertThat(found(old)).containsExactlyInAnyOrderElementsOf(members);
        assertThat(found(changing)).containsExactlyInAnyOrderElementsOf(members);

        clock.advance(ShardSpread.JOINED_FROM);
        Tenant next = known();
        assertThat(next.shardsOf(CITY)).isEqualTo(after);
        join(next, 20);
        join(changing, 20);
        assertThat(found(next)).containsExactlyInAnyOrderElementsOf(members);
        assertThat(found(changing)).containsExactlyInAnyOrderElementsOf(members);

        members.forEach(id -> subscriptions.leave(id, RoomShards.possible(next, CITY, id)));
        assertThat(found(next)).isEmpty();
    }

    @Test
    void whenTheLastByTheFormerCountHasGoneItIsNotReadAnyMore() {
        define(9);
        define(2);
        assertThat(RoomShards.all(known(), CITY)).hasSize(9);

        clock.advance(ShardSpread.READ_UNTIL);

        assertThat(RoomShards.all(known(), CITY)).hasSize(2);
    }

    @Test
    void writingTheSameDefinitionAgainChangesNothing() {
        define(2);
        define(9);
        clock.advance(Duration.ofMinutes(1));
        define(9);

        assertThat(known().spreadOf(CITY)).isEqualTo(new ShardSpread(2, Set.of(2, 9)));
    }
}
