package io.trunkline.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.jwk.JWK;
import io.trunkline.core.app.TenantReader;
import io.trunkline.core.app.TenantReading;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.testing.InMemoryAppRegistry;
import io.trunkline.core.testing.InMemoryMembershipStore;
import io.trunkline.core.testing.InMemoryTicketStore;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** An authenticator with a tenant {@code wizz}, whose app {@code order-receiver} trusts the issuer of {@link Token}. */
final class AuthRig implements AutoCloseable {
    static final String DOOR = "orders.example.com";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final ManualClock clock = new ManualClock();
    final JwksServer endpoint;
    final InMemoryAppRegistry registry = new InMemoryAppRegistry();
    final InMemoryMembershipStore memberships = new InMemoryMembershipStore();
    final Map<String, byte[]> secrets = new HashMap<>();
    final Tickets tickets = new Tickets(new InMemoryTicketStore(), new SecureRandom(), clock);
    final JwtAuthenticator authenticator;

    /** An RS256 issuer with the usual claims. */
    AuthRig() {
        this("RS256", "{type: merchant, id: merchant_id}", Keys.RSA);
    }

    AuthRig(String algorithm, String entity, JWK... keys) {
        endpoint = new JwksServer(keys);
        registers("wizz", app(algorithm, entity, ""));
        authenticator = new JwtAuthenticator(
                registry,
                memberships,
                reference -> Optional.ofNullable(secrets.get(reference)),
                tickets,
                Set.of("trunkline.v1", "old.v0", "manufacturing27"),
                clock);
    }

    /** The definition of {@code order-receiver}; {@code more} are further keys of it, each with a comma before. */
    String app(String algorithm, String entity, String more) {
        String keys = algorithm.equals("HS256") ? "secret: env:WIZZ" : "jwks: '" + endpoint.address() + "'";
        return """
            order-receiver: {types: [merchant], issuers: [{issuer: '%s', audience: [order-receiver],
              algorithm: %s, %s, claims: {entity: %s, roles: groups, scopes: {branch: branch}}}]%s}\
            """.formatted(Token.ISSUER, algorithm, keys, entity, more);
    }

    /** Registers a tenant with these apps, written as flow YAML, and the door {@code tenant.}{@link #DOOR}. */
    void registers(String tenant, String apps) {
        registers(tenant, apps, "");
    }

    void registers(String tenant, String apps, String more) {
        String definition = """
            {tenant: %s, types: {merchant: {roles: [manager, staff]}, driver: {}}, scopes: [branch],
             apps: {%s}, doors: [{door: %s, app: order-receiver}]%s}\
            """.formatted(tenant, apps, tenant + "." + DOOR, more);
        registersWhole(tenant, definition);
    }

    /** Registers a tenant by its whole definition, written as flow YAML. */
    void registersWhole(String tenant, String definition) {
        TenantReading reading = TenantReader.read(flow(definition));
        assertThat(reading).as(tenant).isInstanceOf(TenantReading.Valid.class);
        if (reading instanceof TenantReading.Valid valid) {
            registry.put(valid.tenant());
            valid.doors().forEach(registry::put);
        }
    }

    private static JsonNode flow(String text) {
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    /** A handshake on the shared host with the token in the query. */
    static Handshake handshake(String token) {
        return new Handshake("shared.example.com", "abc123", Map.of(), Map.of("token", token), List.of());
    }

    AuthOutcome connect(String token) {
        return authenticator.authenticate(handshake(token));
    }

    AuthOutcome.Accepted accepted(Handshake handshake) {
        AuthOutcome outcome = authenticator.authenticate(handshake);
        assertThat(outcome).isInstanceOf(AuthOutcome.Accepted.class);
        return (AuthOutcome.Accepted) outcome;
    }

    AuthOutcome.Accepted accepted(String token) {
        return accepted(handshake(token));
    }

    /** Asserts the denial and that neither it nor its detail gives a part of the token away. */
    AuthOutcome.Denied denied(Handshake handshake, RejectionCode code) {
        AuthOutcome outcome = authenticator.authenticate(handshake);
        assertThat(outcome).isInstanceOf(AuthOutcome.Denied.class);
        AuthOutcome.Denied denied = (AuthOutcome.Denied) outcome;
        assertThat(denied.rejection().code()).isEqualTo(code);
        assertThat(denied.rejection().message()).isEqualTo(code.message());
        handshake.queryParameter("token").filter(token -> token.length() > 20).ifPresent(token -> {
            for (String part : token.split("\\.", -1)) {
                if (part.length() > 8) {
                    assertThat(denied.detail()).doesNotContain(part);
                }
            }
        });
        return denied;
    }

    AuthOutcome.Denied unauthorized(String token) {
        return denied(handshake(token), RejectionCode.UNAUTHORIZED);
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
