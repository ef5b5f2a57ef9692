package io.trunkline.migration.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.migration.source.SourceRecord;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Each mapping that comes along, on records as its system writes them. */
class ShippedMappingsTest {
    @SuppressWarnings("unused") // by name, below
    private static final List<String> ALL = Mappings.SHIPPED;

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final long TTL = Instant.parse("2026-11-21T12:30:00Z").getEpochSecond();

    @ParameterizedTest
    @FieldSource("ALL")
    void every_mapping_that_comes_along_can_be_read(String name) {
        assertThat(Mappings.of(name).collections()).isNotEmpty();
    }

    @Test
    void a_merchant_of_the_standalone_receiver() {
        MappedConnection mapped = connected("wizz-standalone", "connections", """
            {"PK":"CONNECTION#O9oRTfeAoAMCK6g=","SK":"CONNECTION#O9oRTfeAoAMCK6g=",
             "connectionId":"O9oRTfeAoAMCK6g=","entityType":"merchant","connectedAt":"2026-11-21T11:30:00.000Z",
             "ttl":%d,"userId":"u1","businessId":"7ccf646c-9594-48d4-8f63-c366d89257e5",
             "GSI1PK":"BUSINESS#7ccf646c-9594-48d4-8f63-c366d89257e5","GSI1SK":"CONNECTION#O9oRTfeAoAMCK6g="}\
            """.formatted(TTL));

        assertThat(mapped.id()).isEqualTo("O9oRTfeAoAMCK6g=");
        assertThat(mapped.user()).isEqualTo("u1");
        assertThat(mapped.type() + "/" + mapped.entityId()).isEqualTo("merchant/7ccf646c-9594-48d4-8f63-c366d89257e5");
        assertThat(mapped.connectedAt()).isEqualTo("2026-11-21T11:30:00Z");
    }

    @Test
    void a_row_that_has_the_keys_of_the_older_shape_only() {
        MappedConnection mapped = connected("wizz-shared", "connections", """
            {"PK":"CONNECTION#O9hYEdIfIAMCLDg=","SK":"CONNECTION#O9hYEdIfIAMCLDg=","GSI1PK":"DRIVER#d-7",
             "entityType":"driver","connectedAt":"2026-11-21T11:30:00Z","ttl":%d}\
            """.formatted(TTL));

        assertThat(mapped.id()).isEqualTo("O9hYEdIfIAMCLDg=");
        assertThat(mapped.user()).isEqualTo("d-7");
        assertThat(mapped.type() + "/" + mapped.entityId()).isEqualTo("driver/d-7");
    }

    @Test
    void a_raw_token_is_left_behind_and_said_to_be() {
        MapOutcome.Connected outcome = (MapOutcome.Connected) map("wizz-shared", "connections", """
            {"connectionId":"C2=","userId":"d-7","driverId":"d-7","entityType":"driver","token":"eyJhbGciOi.secret",
             "connectedAt":"2026-11-21T11:30:00Z","ttl":%d,"platform":"ios"}\
            """.formatted(TTL));

        assertThat(outcome.toString()).doesNotContain("eyJ");
        assertThat(outcome.repairs()).extracting(Repair::kind).containsExactly(RepairKind.TOKEN_LEFT_BEHIND);
        assertThat(outcome.connection().platform()).contains("ios");
    }

    @Test
    void a_row_of_a_login_is_presence_and_no_socket() {
        assertThat(left("wizz-standalone", "connections", """
            {"connectionId":"VIRTUAL#b1#u1","connectionType":"VIRTUAL","isVirtualConnection":true,
             "isLoginTracking":true,"source":"app_login","userId":"u1","businessId":"b1","isActive":true}\
            """).reason()).isEqualTo(UnmappedReason.PRESENCE);
    }

    @Test
    void a_row_that_a_heartbeat_left_is_a_ghost() {
        assertThat(left("wizz-shared", "connections", """
            {"connectionId":"C3=","lastHeartbeat":"2026-11-21T11:30:00Z","ttl":%d}\
            """.formatted(TTL)).reason())
                .isEqualTo(UnmappedReason.GHOST);
    }

    @Test
    void milliseconds_in_a_field_of_seconds_are_told_from_an_expiry_far_away() {
        MapOutcome.Doubtful over = (MapOutcome.Doubtful) map("wizz-standalone", "connections", """
            {"connectionId":"C4=","entityType":"merchant","userId":"u1","businessId":"b1",
             "connectedAt":"2026-11-21T11:00:00Z","ttl":%d}\
            """.formatted(
                        Instant.parse("2026-11-21T11:59:00Z").toEpochMilli()));

        assertThat(over.verdict().reason()).isEqualTo(UnmappedReason.EXPIRED);
        assertThat(over.connected().repairs()).extracting(Repair::kind).containsExactly(RepairKind.TIME_UNIT);
    }

    @Test
    void what_began_more_than_two_hours_ago_is_over_whatever_it_says() {
        assertThat(left("landinghub", "connections", """
            {"connectionId":"cU","userId":"507f1f77bcf86cd799439011","connectedAt":"2026-11-21T09:59:00Z",
             "ttl":1795293064,"userRole":"user"}\
            """).reason()).isEqualTo(UnmappedReason.EXPIRED);
    }

    @Test
    void rooms_of_landinghub_by_their_names_here() {
        MapOutcome.Connected outcome =
                (MapOutcome.Connected) map("landinghub", "connections", """
                    {"connectionId":"cU","userId":"507f1f77bcf86cd799439011","connectedAt":"2026-11-21T11:30:00.000Z",
                     "ttl":%d,"userRole":"user","rooms":["dashboard_user_507f1f77bcf86cd799439011","chat_room_r1","odd"]}\
                    """.formatted(TTL + 86_400));

        assertThat(outcome.connection().rooms()).containsExactly("user:507f1f77bcf86cd799439011", "chat:r1");
        assertThat(outcome.parts()).extracting(Unmapped::reason).containsExactly(UnmappedReason.UNKNOWN_ROOM);
    }

    @Test
    void times_of_careconnect_need_a_zone_that_somebody_names() {
        String row = """
            {"id":1,"connection_id":"abc=","user_email":"Test@example.com","subscription_type":"authenticated","role":"PATIENT",
             "connection_type":"aws","is_active":true,"connected_at":"2026-11-21T06:30:00","expires_at":"2026-11-21T08:30",
             "api_gateway_endpoint":"https://x1.execute-api.us-east-1.amazonaws.com/prod"}\
            """;

        assertThat(left("careconnect", "connections", row).detail()).contains("zone");

        MapOutcome.Connected outcome = (MapOutcome.Connected)
                map("careconnect", "connections", row, Optional.of(ZoneId.of("America/New_York")));
        assertThat(outcome.connection().connectedAt()).isEqualTo("2026-11-21T11:30:00Z");
        assertThat(outcome.connection().user()).isEqualTo("test@example.com");
        assertThat(outcome.connection().endpoint()).contains("x1/prod");
        assertThat(outcome.repairs()).extracting(Repair::kind).containsOnly(RepairKind.ZONE_GIVEN);
    }

    @Test
    void a_socket_that_no_gateway_holds_is_no_connection() {
        assertThat(left("careconnect", "connections", """
            {"connection_id":"s1","user_email":"a@b.c","subscription_type":"authenticated",
             "connection_type":"local","is_active":true}\
            """).reason()).isEqualTo(UnmappedReason.INACTIVE);
    }

    @Test
    void who_waits_for_the_verification_of_an_address_is_nobody_whatever_role_the_address_has() {
        MapOutcome.Connected outcome =
                (MapOutcome.Connected) map("careconnect", "connections", """
                    {"id":1,"connection_id":"abc=","user_email":"Test@Example.com","subscription_type":"email-verification",
                     "connection_type":"aws","is_active":true,"role":"ADMIN","connected_at":"2026-11-21T11:30:00",
                     "expires_at":"2026-11-21T13:30:00"}\
                    """, Optional.of(ZoneId.of("UTC")));

        assertThat(outcome.connection().visits()).isTrue();
        assertThat(outcome.connection().type() + "/" + outcome.connection().entityId())
                .isEqualTo("visitor/abc=");
        assertThat(outcome.connection().rooms())
                .containsExactly("email-verification:973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b");
        assertThat(outcome.toString()).doesNotContain("xample.com");
    }

    @Test
    void what_asked_for_notifications_has_proved_nothing_and_no_file_keeps_its_address() {
        Unmapped left = left("careconnect", "connections", """
            {"connection_id":"n1=","user_email":"test@example.com","user_id":7,"subscription_type":"notifications",
             "metadata":"{}","connection_type":"aws","is_active":true,"role":"PATIENT"}\
            """);

        assertThat(left.reason()).isEqualTo(UnmappedReason.UNPROVED);
        assertThat(left.toString()).doesNotContain("@").contains("withheld");
    }

    @Test
    void an_operator_of_manufacturing_with_rooms_that_come_by_themselves() {
        MapOutcome.Connected outcome = (MapOutcome.Connected) map("manufacturing27", "connections", """
            {"_id":"656f1c2e5b3a4c0012345678","connectionId":"J1=","userId":"64b7f8a2c9e77a0012345678",
             "userModel":"MasterAdmin","role":"master_admin","branchId":"64b7f8a2c9e77a0012340001",
             "rooms":["branch:64b7f8a2c9e77a0012340001","user:64b7f8a2c9e77a0012345678",
                      "role:masterAdmin:64b7f8a2c9e77a0012340001","order:64b7f8a2c9e77a00123400aa"],
             "platform":"electron","status":"active","connectedAt":"2026-11-21T11:30:00Z",
             "expiresAt":"2026-11-21T13:30:00Z"}\
            """);

        assertThat(outcome.connection().type()).isEqualTo("masterAdmin");
        assertThat(outcome.connection().roles()).containsExactly("masterAdmin");
        assertThat(outcome.connection().scopes()).containsExactly("branch:64b7f8a2c9e77a0012340001");
        assertThat(outcome.connection().rooms())
                .containsExactly(
                        "branch:64b7f8a2c9e77a0012340001",
                        "user:64b7f8a2c9e77a0012345678",
                        "in:branch/24/64b7f8a2c9e77a0012340001/role:masterAdmin",
                        "order:64b7f8a2c9e77a00123400aa");
        assertThat(outcome.repairs()).extracting(Repair::kind).containsExactly(RepairKind.ROLE_SPELLING);
    }

    @Test
    void a_status_row_is_a_state_and_no_subscription() {
        assertThat(left("wizz-shared", "subscriptions", """
            {"subscriptionId":"merchant_status_business_17563_ywix","businessId":"business_17563_ywix",
             "subscriptionType":"merchant_status","topic":"merchant_status_business_17563_ywix",
             "isActive":false,"userType":"merchant","entityType":"merchant","version":1}\
            """).reason()).isEqualTo(UnmappedReason.STATE);
    }

    @Test
    void a_subscription_whose_id_names_a_dead_connection_belongs_to_the_one_in_its_attribute() {
        MapOutcome.Subscribed outcome = (MapOutcome.Subscribed) map("wizz-shared", "subscriptions", """
            {"subscriptionId":"QKixWcW8oAMCERQ=_business_status_1756633098108","connectionId":"QLCAheDaoAMCJng=",
             "businessId":"business_17563_ywix","userId":"b4a83498","userType":"customer",
             "subscriptionType":"business_status","topic":"business:business_17563_ywix","isActive":true}\
            """);

        assertThat(outcome.subscription().connection()).isEqualTo("QLCAheDaoAMCJng=");
        assertThat(outcome.subscription().provesType()).contains("merchant");
        assertThat(outcome.subscription().room()).contains("entity:merchant/business_17563_ywix");
        assertThat(outcome.repairs()).extracting(Repair::kind).containsExactly(RepairKind.RELINKED);
    }

    private static MappedConnection connected(String mapping, String collection, String json) {
        return ((MapOutcome.Connected) map(mapping, collection, json)).connection();
    }

    private static Unmapped left(String mapping, String collection, String json) {
        return ((MapOutcome.Left) map(mapping, collection, json)).unmapped();
    }

    private static MapOutcome map(String mapping, String collection, String json) {
        return map(mapping, collection, json, Optional.empty());
    }

    private static MapOutcome map(String name, String collection, String json, Optional<ZoneId> zone) {
        Mapping mapping = Mappings.of(name);
        Collection from = mapping.collections().stream()
                .filter(candidate -> candidate.name().equals(collection))
                .findFirst()
                .orElseThrow();
        try {
            ObjectNode fields = (ObjectNode) JsonMapper.builder().build().readTree(json);
            return new RecordMapper(mapping, zone, NOW).map(from, new SourceRecord("the record", fields));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
