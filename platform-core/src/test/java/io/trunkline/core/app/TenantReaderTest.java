package io.trunkline.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.routing.key.AppId;
import io.trunkline.routing.key.EntityType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A definition becomes a tenant, or every problem of it is named with its place. */
class TenantReaderTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String FULL = """
        tenant: wizz
        status: suspended
        scopes: [branch]
        types: { driver: {}, merchant: { roles: [manager, staff] } }
        limits: { maxConnections: 100, maxConnectionsPerUser: 10, maxConnectionsPerAddress: 50,
                  messagesPerMinute: 60, bytesPerSecond: 20000, freePings: 0 }
        apps:
          orders:
            types: [merchant]
            dialect: old.v0
            platforms: [web, electron]
            sessions: single
            origins: ["https://app.example.com:8443"]
            issuers:
              - issuer: https://id.example.com
                audience: [orders]
                algorithm: EdDSA
                jwks: https://id.example.com/jwks.json
                claims: { entity: { type: merchant, id: mid }, roles: groups, scopes: { branch: b } }
              - issuer: legacy
                algorithm: HS256
                secret: env:LEGACY
                claims: { user: uid, entity: { type: merchant, membership: true, selectedBy: businessId } }
        routes:
          - { from: merchant, to: driver, events: [order.*], scope: branch }
        rooms:
          - { room: "order:{orderId}", join: grant, publish: [merchant], shards: 4, durable: { keep: 500, for: 24h } }
          - { room: "branch:{branchId}", join: { claim: branch } }
          - { room: "fleet:{id}", join: { types: [driver] } }
          - { room: "lobby:{id}", join: open, presence: { events: true, grace: 30s } }
          - { room: "desk:{id}", join: [{ own: merchant }, grant], publish: [driver, { own: merchant }] }
        automaticRoomShards: { all: 4 }
        memberships: { u-9: [merchant/m-1, merchant/m-2] }
        grants: { "order:o-9": [merchant/m-1] }
        doors: [{ door: orders.example.com, app: orders, dialect: trunkline.v1 }]
        """;

    @Test
    void readsAFullDefinition() {
        TenantReading reading = TenantReader.read(yaml(FULL));
        assertThat(reading).isInstanceOf(TenantReading.Valid.class);
        TenantReading.Valid valid = (TenantReading.Valid) reading;
        Tenant tenant = valid.tenant();
        assertThat(tenant.status()).isEqualTo(TenantStatus.SUSPENDED);
        assertThat(tenant.limits().maxConnectionsPerUser()).hasValue(10);
        assertThat(tenant.limits().rates())
                .isEqualTo(new TenantRates(
                        OptionalInt.of(60),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.of(20_000),
                        OptionalInt.of(0)));
        assertThat(tenant.limits().maxConnectionsPerAddress()).hasValue(50);
        assertThat(tenant.automaticRoomShards()).isEqualTo(Map.of("all", 4));
        assertThat(tenant.roomRule("order"))
                .contains(new RoomRule(
                        "order",
                        new JoinCondition.ByGrant(),
                        Set.of(new EntityType("merchant")),
                        4,
                        Optional.of(new Retention(500, Duration.ofHours(24)))));
        assertThat(tenant.roomRule("desk"))
                .contains(new RoomRule(
                        "desk",
                        new JoinCondition.AnyOf(List.of(
                                new JoinCondition.Own(new EntityType("merchant")), new JoinCondition.ByGrant())),
                        Set.of(new EntityType("driver")),
                        1,
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(new EntityType("merchant"))));
        assertThat(tenant.roomRule("lobby").flatMap(RoomRule::presence))
                .contains(new PresenceRule(true, Duration.ofSeconds(30)));
        assertThat(tenant.roomRule("branch").map(RoomRule::join)).contains(new JoinCondition.ByScope("branch"));
        App app = tenant.app(new AppId("orders")).orElseThrow();
        assertThat(app.dialect()).isEqualTo("old.v0");
        assertThat(app.sessions()).isEqualTo(new SessionRules(List.of("web", "electron"), true));
        assertThat(app.issuers()).hasSize(2);
        assertThat(app.issuers().getFirst().algorithm()).isEqualTo(TokenAlgorithm.EDDSA);
        assertThat(app.issuers().getFirst().claims().user()).containsExactly("sub");
        assertThat(app.issuers().getLast().keys()).isEqualTo(new KeySource.SharedSecret("env:LEGACY"));
        assertThat(app.issuers().getLast().claims().entity())
                .isEqualTo(new EntityMapping.Membership(new EntityType("merchant"), "businessId"));
        assertThat(valid.memberships()).hasSize(2);
        assertThat(valid.grants()).hasSize(1);
        assertThat(valid.doors()).hasSize(1);
        assertThat(TenantReader.read(yaml(FULL), Set.of("old.v0", "trunkline.v1")))
                .isEqualTo(reading);
    }

    @Test
    void roomsAreGrantedToScopesAndScopesAreSelectedWhereRulesSaySo() {
        String definition = FULL.replace("driver: {}", "driver: { every: [branch] }")
                .replace("join: grant", "join: { grant: [branch] }")
                .replace("[merchant/m-1] }", "[merchant/m-1, branch:b-1] }")
                .replace("merchant/m-2", "branch:b-2")
                .replace(
                        "scopes: { branch: b }",
                        "scopes: { branch: { claim: [b, c], membership: true, selectedBy: at, required: [merchant] }"
                                + " }");
        assertThat(TenantReader.read(yaml(definition))).isInstanceOfSatisfying(TenantReading.Valid.class, valid -> {
            assertThat(valid.grants())
                    .extracting(Grant::standing)
                    .containsExactly(Standing.parse("merchant/m-1"), Standing.parse("branch:b-1"));
            assertThat(valid.memberships()).extracting(Membership::standing).contains(Standing.parse("branch:b-2"));
            assertThat(valid.tenant().roomRule("order").map(RoomRule::join))
                    .contains(new JoinCondition.ByGrant(Set.of("branch")));
            assertThat(valid.tenant().catalog().hasEvery(new EntityType("driver"), "branch"))
                    .isTrue();
            ClaimMapping claims = valid.tenant()
                    .app(new AppId("orders"))
                    .orElseThrow()
                    .issuers()
                    .getFirst()
                    .claims();
            assertThat(claims.scopes()).isEqualTo(Map.of("branch", List.of("b", "c")));
            assertThat(claims.selections())
                    .isEqualTo(Map.of(
                            "branch", new ScopeSelection(true, Optional.of("at"), Set.of(new EntityType("merchant")))));
        });
    }

    /**
     * Each row spoils one thing of the full definition: what stands there, what takes its place, where the problem is.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        tenant: wizz                    | tenant: "a b"                   | /tenant
        tenant: wizz                    | tenant: [wizz]                  | /tenant
        status: suspended               | status: off                     | /status
        scopes: [branch]                | scopes: [branch, branch]        | /scopes/1
        scopes: [branch]                | scopes: [branch, user]          | /scopes/1
        scopes: [branch]                | scopes: branch                  | /scopes
        driver: {}                      | driver: { role: [x] }           | /types/driver/role
        [manager, staff]                | [manager, manager]              | /types/merchant/roles/1
        maxConnections: 100             | maxConnections: 0               | /limits/maxConnections
        messagesPerMinute: 60           | messagesPerMinute: 0            | /limits/messagesPerMinute
        bytesPerSecond: 20000           | bytesPerSecond: 1000            | /limits/bytesPerSecond
        maxConnections: 100             | maxConnections: 1.5             | /limits/maxConnections
        maxConnections: 100             | maxConnections: "100"           | /limits/maxConnections
        maxConnections: 100             | maxConections: 100              | /limits/maxConections
        types: [merchant]               | types: []                       | /apps/orders/types
        platforms: [web, electron]      | platforms: [web, web]           | /apps/orders/platforms/1
        platforms: [web, electron]      | platforms: ["a b"]              | /apps/orders/platforms/0
        sessions: single                | sessions: one                   | /apps/orders/sessions
        freePings: 0                    | freePings: -1                   | /limits/freePings
        maxConnectionsPerAddress: 50    | maxConnectionsPerAddress: 0     | /limits/maxConnectionsPerAddress
        types: [merchant]               | types: [merchant, merchant]     | /apps/orders/types/1
        types: [merchant]               | types: [merchent]               | /apps/orders/types/0
        types: [merchant]               | types: [driver]                 | /apps/orders/issuers/0/claims/entity/type
        app.example.com:8443            | app.example.com/path            | /apps/orders/origins/0
        issuer: legacy                  | issuer: https://id.example.com  | /apps/orders/issuers/1/issuer
        algorithm: EdDSA                | algorithm: none                 | /apps/orders/issuers/0/algorithm
        algorithm: EdDSA                | algorithm: HS256                | /apps/orders/issuers/0/secret
        algorithm: HS256                | algorithm: ES256                | /apps/orders/issuers/1/jwks
        https://id.example.com/jwks     | http://id.example.com/jwks      | /apps/orders/issuers/0/jwks
        https://id.example.com/jwks     | https://u:p@id.example.com/jwks | /apps/orders/issuers/0/jwks
        https://id.example.com/jwks     | file:///etc/jwks                | /apps/orders/issuers/0/jwks
        https://id.example.com/jwks     | 'https:// x/jwks'               | /apps/orders/issuers/0/jwks
        secret: env:LEGACY              | secret: plain-text-secret       | /apps/orders/issuers/1/secret
        scopes: { branch: b }           | scopes: { brunch: b }           | /apps/orders/issuers/0/claims/scopes/brunch
        id: mid                         | idd: mid                        | /apps/orders/issuers/0/claims/entity/idd
        id: mid                         | claim: mid                      | /apps/orders/issuers/0/claims/entity/type
        membership: true                | membership: 1                   | /apps/orders/issuers/1/claims/entity/membership
        from: merchant                  | from: merchand                  | /routes/0/from
        events: [order.*]               | events: ["order*"]              | /routes/0/events/0
        events: [order.*]               | events: []                      | /routes/0/events
        scope: branch                   | scope: region                   | /routes/0/scope
        "order:{orderId}"               | order                           | /rooms/0/room
        "order:{orderId}"               | "user:{id}"                     | /rooms/0/room
        "lobby:{id}"                    | "order:{id}"                    | /rooms/3/room
        shards: 4                       | shards: 0                       | /rooms/0/shards
        shards: 4                       | shards: 101                     | /rooms/0/shards
        grace: 30s                      | grace: 4s                       | /rooms/3/presence/grace
        grace: 30s                      | grace: 11m                      | /rooms/3/presence/grace
        grace: 30s                      | grace: 30                       | /rooms/3/presence/grace
        events: true                    | events: yes                     | /rooms/3/presence/events
        events: true                    | event: true                     | /rooms/3/presence/event
        { events: true, grace: 30s }    | true                            | /rooms/3/presence
        keep: 500                       | keep: 0                         | /rooms/0/durable/keep
        keep: 500                       | keep: 10001                     | /rooms/0/durable/keep
        { keep: 500, for: 24h }         | { for: 24h }                    | /rooms/0/durable/keep
        { keep: 500, for: 24h }         | { keep: 500 }                   | /rooms/0/durable/for
        { keep: 500, for: 24h }         | true                            | /rooms/0/durable
        keep: 500                       | kept: 500                       | /rooms/0/durable/kept
        for: 24h                        | for: 24                         | /rooms/0/durable/for
        for: 24h                        | for: 0h                         | /rooms/0/durable/for
        for: 24h                        | for: 31d                        | /rooms/0/durable/for
        for: 24h                        | for: 24 hours                   | /rooms/0/durable/for
        join: grant                     | join: granted                   | /rooms/0/join
        { claim: branch }               | { claim: region }               | /rooms/1/join/claim
        { claim: branch }               | { grant: [region] }             | /rooms/1/join/grant/0
        { claim: branch }               | { grant: [] }                   | /rooms/1/join/grant
        { claim: branch }               | { grant: [branch], claim: b }   | /rooms/1/join
        driver: {}                      | driver: { every: [region] }     | /types/driver/every/0
        scopes: { branch: b }           | scopes: { branch: {} }          | /apps/orders/issuers/0/claims/scopes/branch
        [merchant/m-1] }                | [branch:b-1] }                  | /grants/order:o-9
        merchant/m-2                    | region:r-1                      | /memberships/u-9/1
        { types: [driver] }             | { types: [] }                   | /rooms/2/join/types
        { types: [driver] }             | { own: customer }               | /rooms/2/join/own
        { types: [driver] }             | { own: driver, claim: branch }  | /rooms/2/join
        [{ own: merchant }, grant]      | []                              | /rooms/4/join
        [{ own: merchant }, grant]      | [grant, grant]                  | /rooms/4/join/1
        [driver, { own: merchant }]     | [driver, { owner: merchant }]   | /rooms/4/publish/1/owner
        [driver, { own: merchant }]     | [driver, { own: customer }]     | /rooms/4/publish/1/own
        [driver, { own: merchant }]     | [driver, driver]                | /rooms/4/publish/1
        publish: [merchant]             | publish: [customer]             | /rooms/0/publish/0
        { all: 4 }                      | { everyone: 4 }                 | /automaticRoomShards/everyone
        merchant/m-2                    | merchant/m-1                    | /memberships/u-9/1
        merchant/m-2                    | m-2                             | /memberships/u-9/1
        "order:o-9"                     | "lobby:o-9"                     | /grants/lobby:o-9
        door: orders.example.com        | door: Orders.example.com        | /doors/0/door
        app: orders                     | app: order                      | /doors/0/app
        """)
    void namesTheOneProblemAtItsPlace(String good, String bad, String pointer) {
        String spoilt = FULL.replace(good, bad);
        assertThat(spoilt).isNotEqualTo(FULL);
        assertThat(problems(yaml(spoilt)))
                .extracting(TenantReading.Problem::pointer)
                .contains(pointer);
    }

    @Test
    void suggestsWhatAMisspeltWordWasMeantToBe() {
        assertThat(problems(yaml(FULL.replace("routes:", "route:"))))
                .anySatisfy(problem -> assertThat(problem.reason()).contains("did you mean 'routes'?"));
        assertThat(problems(yaml(FULL.replace("from: merchant", "from: merchand"))))
                .anySatisfy(problem -> assertThat(problem.reason()).contains("did you mean 'merchant'?"));
    }

    @Test
    void neverRepeatsASecretThatStandsInTheFile() {
        assertThat(problems(yaml(FULL.replace("env:LEGACY", "hunter2hunter2"))))
                .noneMatch(problem -> problem.reason().contains("hunter2"));
    }

    @Test
    void namesEveryProblemAtOnce() {
        JsonNode definition = yaml("""
            types: {}
            apps: { a: { types: [x], issuers: [{ issuer: 7 }] } }
            rooms: [{ room: x }]
            nonsense: 1
            """);
        assertThat(problems(definition))
                .extracting(TenantReading.Problem::pointer)
                .contains(
                        "/tenant",
                        "/types",
                        "/apps/a/types/0",
                        "/apps/a/issuers/0/issuer",
                        "/apps/a/issuers/0/algorithm",
                        "/apps/a/issuers/0/claims/entity",
                        "/rooms/0/room",
                        "/rooms/0/join",
                        "/nonsense");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "7", "[]", "\"x\"", "{}", "{\"apps\":[1],\"types\":7,\"rooms\":{\"a\":1},\"grants\":[2]}"
            })
    void neverThrowsOnWhatADefinitionSays(String json) throws Exception {
        assertThat(problems(JSON.readTree(json))).isNotEmpty();
    }

    /** Whatever part of a definition is replaced by whatever else, the reading answers with values. */
    @Test
    void answersWithValuesWhereverADefinitionIsSpoilt() {
        for (String odd : List.of("null", "7", "[]", "{}", "[[]]", "{\"x\":{}}", "true", "\"\"", "\"\\u0000\"")) {
            JsonNode value = parse(odd);
            spoil(yaml(FULL), value);
        }
    }

    /** Replaces each descendant of a fresh copy in turn. */
    private static void spoil(JsonNode whole, JsonNode value) {
        List<String> pointers = new java.util.ArrayList<>();
        collect(whole, "", pointers);
        for (String pointer : pointers) {
            JsonNode copy = whole.deepCopy();
            int slash = pointer.lastIndexOf('/');
            JsonNode parent = copy.at(pointer.substring(0, slash));
            String last = pointer.substring(slash + 1).replace("~1", "/").replace("~0", "~");
            switch (parent) {
                case com.fasterxml.jackson.databind.node.ObjectNode object -> object.set(last, value);
                case com.fasterxml.jackson.databind.node.ArrayNode array -> array.set(Integer.parseInt(last), value);
                default -> throw new IllegalStateException(pointer);
            }
            assertThat(TenantReader.read(copy)).as("%s at %s", value, pointer).isNotNull();
        }
    }

    private static void collect(JsonNode node, String pointer, List<String> pointers) {
        if (!pointer.isEmpty()) {
            pointers.add(pointer);
        }
        node.properties()
                .forEach(entry -> collect(
                        entry.getValue(),
                        pointer + "/" + entry.getKey().replace("~", "~0").replace("/", "~1"),
                        pointers));
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), pointer + "/" + i, pointers);
            }
        }
    }

    private static List<TenantReading.Problem> problems(JsonNode definition) {
        TenantReading reading = TenantReader.read(definition);
        assertThat(reading).isInstanceOf(TenantReading.Invalid.class);
        return ((TenantReading.Invalid) reading).problems();
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode yaml(String text) {
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{issuer: 'https://id.example.com', audience: [orders], algorithm: EdDSA, jwks:"
                        + " 'https://x.example.com'}]",
                "[{issuer: legacy, audience: [api], algorithm: HS256, secret: env:API}]",
                "[{issuer: 'https://id.example.com', algorithm: EdDSA, jwks: 'https://x.example.com'}]",
                "[{issuer: a, audience: [b], algorithm: none, jwks: 'https://x.example.com'}]"
            })
    void aServiceThatAClientsTokenWouldDoForIsRefused(String services) {
        assertThat(TenantReader.read(yaml(FULL + "services: " + services + "\n")))
                .isInstanceOfSatisfying(TenantReading.Invalid.class, invalid -> assertThat(invalid.problems())
                        .isNotEmpty()
                        .allSatisfy(problem -> assertThat(problem.pointer()).startsWith("/services/0")));
    }

    @Test
    void aServiceOfAnAudienceOfItsOwnIsRead() {
        assertThat(TenantReader.read(yaml(FULL + "services: [{issuer: 'https://id.example.com', audience: [api],"
                        + " algorithm: EdDSA, jwks: 'https://x.example.com', claims: {scopes: permissions}}]\n")))
                .isInstanceOfSatisfying(TenantReading.Valid.class, valid -> assertThat(
                                valid.tenant().services())
                        .singleElement()
                        .satisfies(service -> {
                            assertThat(service.scopes()).isEqualTo("permissions");
                            assertThat(service.service()).isEqualTo("sub");
                        }));
    }
}
