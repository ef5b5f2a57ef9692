package io.trunkline.core.dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.AppRegistryContractTest;
import io.trunkline.core.app.Door;
import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.testing.LocalDynamoDb;
import io.trunkline.core.testing.TestClock;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

class DynamoAppRegistryIT extends AppRegistryContractTest {
    private final TableLayout layout = LocalDynamoDb.freshTables();
    private final DynamoDbClient client = LocalDynamoDb.client();
    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final RegistryWriter writer = new RegistryWriter(client, layout, clock);
    private final AppRegistry registry = new DynamoAppRegistry(client, layout, clock);

    @AfterEach
    void close() {
        client.close();
    }

    @Override
    protected AppRegistry registry() {
        clock.advance(Duration.ofSeconds(31));
        return registry;
    }

    @Override
    protected void register(JsonNode definition) {
        writer.replace(definition, read(definition));
    }

    @Override
    protected void remove(TenantId tenant) {
        writer.remove(tenant);
    }

    @Test
    void aChangeIsSeenAfterHalfAMinute() {
        register(definition("wizz", List.of(app("drivers", ISSUER, "drivers"))));
        assertThat(registry.tenant(WIZZ)).isPresent();

        writer.remove(WIZZ);
        clock.advance(Duration.ofSeconds(29));
        assertThat(registry.tenant(WIZZ)).isPresent();

        clock.advance(Duration.ofSeconds(1));
        assertThat(registry.tenant(WIZZ)).isEmpty();
    }

    @Test
    void aNewTenantIsSeenAfterFiveSecondsThoughSomebodyAskedForItBefore() {
        assertThat(registry.tenant(WIZZ)).isEmpty();
        register(definition("wizz", List.of(app("drivers", ISSUER, "drivers"))));

        clock.advance(Duration.ofSeconds(5));

        assertThat(registry.tenant(WIZZ)).isPresent();
    }

    @Test
    void aDoorMaySpeakAnotherDialectThanItsApp() {
        Door door = new Door("old.example", AppKey.parse("wizz/drivers"), Optional.of("legacy.v0"));

        writer.putDoor(door);

        assertThat(registry().door("old.example")).contains(door);
    }

    @Test
    void aDoorThatAnotherAppTookOverSurvivesTheEndOfItsFirst() {
        register(definition("wizz", List.of(app("drivers", ISSUER, "drivers")), door("ws.example", "drivers")));
        Door taken = new Door("ws.example", AppKey.parse("careconnect/carers"), Optional.empty());
        writer.putDoor(taken);

        writer.remove(WIZZ);

        assertThat(registry().door("ws.example")).contains(taken);
    }

    @Test
    void theRegisteredTenantsAreListed() {
        register(definition("wizz", List.of(app("drivers", ISSUER, "drivers"))));
        register(definition("careconnect", List.of(app("drivers", ISSUER, "drivers"))));
        writer.remove(WIZZ);

        assertThat(writer.tenants()).containsExactly(new TenantId("careconnect"));
    }

    @Test
    void anUnreadableDefinitionIsAFaultAndNotAnUnknownTenant() {
        client.putItem(request -> request.tableName(layout.registry())
                .item(java.util.Map.of(
                        Attributes.TENANT, Items.text("wizz"),
                        Attributes.ITEM, Items.text("definition"),
                        Attributes.DEFINITION, Items.text("{\"tenant\": \"wizz\"}"))));

        assertThatThrownBy(() -> registry().tenant(WIZZ))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("wizz");
    }

    /** Dies before the write of this number, counted from one. */
    private static final class DiesAtWrite implements ExecutionInterceptor {
        private int left;

        DiesAtWrite(int number) {
            left = number;
        }

        @Override
        public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
            switch (context.request()) {
                case PutItemRequest _, UpdateItemRequest _, DeleteItemRequest _ -> left--;
                case SdkRequest _ -> {}
            }
            if (left == 0) {
                throw new Died();
            }
            return context.request();
        }
    }

    private static final class Died extends RuntimeException {}

    @Test
    void aWriterThatDiesAnywhereLeadsNoTokenAstrayAndWritingAgainMendsIt() {
        JsonNode old = definition(
                "wizz",
                List.of(app("drivers", ISSUER, "a", "b"), app("fleet", "https://fleet.example/", "f")),
                door("one.example", "drivers"),
                door("two.example", "fleet"));
        JsonNode next = definition(
                "wizz",
                List.of(app("fleet", ISSUER, "b", "c"), app("new", "https://new.example/", "n")),
                door("two.example", "new"),
                door("three.example", "fleet"));
        Set<Integer> died = new HashSet<>();
        for (int number = 1; number < 40; number++) {
            writer.remove(WIZZ);
            register(old);
            try (DynamoDbClient dying = LocalDynamoDb.client(new DiesAtWrite(number))) {
                new RegistryWriter(dying, layout, clock).replace(next, read(next));
            } catch (RuntimeException e) {
                died.add(number);
                assertFoundAppsTrustWhatFoundThem();
            }
            register(next);
            assertStandsAsWritten();
        }
        // each of the writes was died at, and the last of them is behind us
        assertThat(died).hasSizeBetween(10, 38);
    }

    /** Whatever an issuer or audience leads to trusts it by the definition that stands; else there must be nothing. */
    private void assertFoundAppsTrustWhatFoundThem() {
        AppRegistry now = registry();
        for (String issuer : List.of(ISSUER, "https://fleet.example/", "https://new.example/")) {
            for (String audience : List.of("a", "b", "c", "f", "n")) {
                now.appOfAudience(issuer, audience).ifPresent(found -> assertThat(now.tenant(WIZZ)
                                .flatMap(tenant -> tenant.app(found.app()))
                                .orElseThrow()
                                .issuers())
                        .anyMatch(trust -> trust.issuer().filter(issuer::equals).isPresent()
                                && trust.audiences().contains(audience)));
            }
        }
    }

    private void assertStandsAsWritten() {
        AppRegistry now = registry();
        assertThat(now.appOfIssuer(ISSUER)).contains(AppKey.parse("wizz/fleet"));
        assertThat(now.appOfIssuer("https://fleet.example/")).isEmpty();
        assertThat(now.appOfAudience(ISSUER, "a")).isEmpty();
        assertThat(now.appOfAudience(ISSUER, "b")).contains(AppKey.parse("wizz/fleet"));
        assertThat(now.appOfAudience("https://new.example/", "n")).contains(AppKey.parse("wizz/new"));
        assertThat(now.door("one.example")).isEmpty();
        assertThat(now.door("two.example").map(Door::app)).contains(AppKey.parse("wizz/new"));
        assertThat(now.door("three.example").map(Door::app)).contains(AppKey.parse("wizz/fleet"));
    }
}
