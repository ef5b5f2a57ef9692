package io.trunkline.core.wire.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.wire.DecodeOutcome;
import io.trunkline.core.wire.Speaker;
import io.trunkline.core.wire.WireDialect;
import io.trunkline.core.wire.legacy.careconnect.CareConnectDialect;
import io.trunkline.core.wire.legacy.landinghub.LandinghubDialect;
import io.trunkline.core.wire.legacy.manufacturing27.Manufacturing27Dialect;
import io.trunkline.core.wire.legacy.wizz.CustomerDialect;
import io.trunkline.core.wire.legacy.wizz.DriverDialect;
import io.trunkline.core.wire.legacy.wizz.MerchantDialect;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.Scope;
import io.trunkline.routing.route.Identity;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every documented exchange of every older app, to the letter. */
class LegacyDialectsTest {
    private static final Instant CONNECTED = Instant.parse("2026-03-01T10:00:00Z");

    private record Client(WireDialect dialect, Speaker speaker) {}

    private static final Map<String, Client> CLIENTS = Map.of(
            LandinghubDialect.ID,
            new Client(
                    new LandinghubDialect(),
                    speaker(
                            "landinghub/web",
                            "507f1f77bcf86cd799439011",
                            "user/507f1f77bcf86cd799439011",
                            Set.of(),
                            Set.of())),
            Manufacturing27Dialect.ID,
            new Client(
                    new Manufacturing27Dialect(),
                    speaker(
                            "manufacturing27/web",
                            "64a000000000000000000001",
                            "admin/64a000000000000000000001",
                            Set.of("admin"),
                            Set.of(new Scope("branch", "64b000000000000000000001")))),
            MerchantDialect.ID,
            new Client(
                    new MerchantDialect(),
                    speaker(
                            "wizz/order-receiver",
                            "b4a83498-6a1c-4f0e-9d57-0b1c2d3e4f50",
                            "merchant/business_17563_ywix",
                            Set.of(),
                            Set.of())),
            CustomerDialect.ID,
            new Client(new CustomerDialect(), speaker("wizz/customers", "c-1", "customer/c-1", Set.of(), Set.of())),
            DriverDialect.ID,
            new Client(new DriverDialect(), speaker("wizz/drivers", "d-7", "driver/d-7", Set.of(), Set.of())),
            CareConnectDialect.ID,
            new Client(CareConnectDialect.realTime(), patient()),
            CareConnectDialect.CALLS_ID,
            new Client(CareConnectDialect.calls(), patient()));

    private static Speaker patient() {
        return speaker("careconnect/app", "12", "patient/12", Set.of(), Set.of());
    }

    private static Speaker speaker(String app, String user, String entity, Set<String> roles, Set<Scope> scopes) {
        return new Speaker(
                new ConnectionId("L0SM9cOFIAMCEgA="),
                Optional.of(new Identity(AppKey.parse(app), user, EntityRef.parse(entity), roles, scopes)),
                CONNECTED,
                CONNECTED.plusSeconds(60));
    }

    static Stream<LegacyExchange> exchanges() {
        return CLIENTS.keySet().stream().sorted().flatMap(dialect -> LegacyExchange.all(dialect).stream());
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void each_documented_exchange_is_spoken_to_the_letter(LegacyExchange exchange) {
        Client client = Objects.requireNonNull(CLIENTS.get(exchange.dialect()));
        assertThat(exchange.spoken(client.dialect(), client.speaker())).isEqualTo(exchange.text());
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void half_a_frame_and_another_systems_frames_are_answered_and_do_no_harm(LegacyExchange exchange) {
        for (String frame : exchange.clientFrames()) {
            for (Client client : CLIENTS.values()) {
                for (int end = 0; end <= frame.length(); end++) {
                    assertThat(client.dialect().decode(frame.substring(0, end), client.speaker()))
                            .isInstanceOf(DecodeOutcome.class);
                }
            }
        }
    }
}
