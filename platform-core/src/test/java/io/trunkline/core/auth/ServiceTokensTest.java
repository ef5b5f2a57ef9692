package io.trunkline.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.apikey.ApiScope;
import io.trunkline.core.message.RejectionCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of backends: whose they are, what they may, and that they are nobody else's. */
class ServiceTokensTest {
    private final AuthRig rig = new AuthRig();
    private final ServiceTokens services =
            new ServiceTokens(rig.registry, reference -> Optional.ofNullable(rig.secrets.get(reference)), rig.clock);

    @BeforeEach
    void registerAService() {
        registers("wizz");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void registers(String tenant) {
        rig.registers(
                tenant,
                rig.app("RS256", "{type: merchant, id: merchant_id}", ""),
                ", services: [{issuer: '%s', audience: [trunkline-api], algorithm: RS256, jwks: '%s'}]"
                        .formatted(Token.ISSUER, rig.endpoint.address()));
    }

    private Token token() {
        return Token.at(rig.clock.instant())
                .with("aud", "trunkline-api")
                .with("sub", "orders")
                .with("scope", "trunkline:publish trunkline:read openid admin trunkline:king");
    }

    private void refused(String token) {
        assertThat(services.verify(token)).isInstanceOf(ServiceVerdict.Refused.class);
    }

    @Test
    void aServiceHasItsTenantItsNameAndTheScopesThatAreOurs() {
        assertThat(services.verify(token().by(Keys.RSA)))
                .isInstanceOfSatisfying(ServiceVerdict.Verified.class, service -> {
                    assertThat(service.tenant().value()).isEqualTo("wizz");
                    assertThat(service.service()).isEqualTo("orders");
                    assertThat(service.scopes()).containsExactlyInAnyOrder(ApiScope.PUBLISH, ApiScope.READ);
                });
    }

    @Test
    void withoutScopesItIsAServiceThatMayDoNothing() {
        assertThat(services.verify(token().without("scope").by(Keys.RSA)))
                .isInstanceOfSatisfying(ServiceVerdict.Verified.class, service -> assertThat(service.scopes())
                        .isEmpty());
    }

    @Test
    void aClientsTokenIsRefusedAndAServicesConnectsNowhere() {
        refused(Token.at(rig.clock.instant()).with("scope", "trunkline:admin").by(Keys.RSA));
        rig.denied(
                new Handshake(
                        "wizz." + AuthRig.DOOR, "abc", Map.of(), Map.of("token", token().by(Keys.RSA)), List.of()),
                RejectionCode.UNAUTHORIZED);
    }

    @Test
    void aTokenForBothAudiencesIsRefusedByBoth() {
        String both =
                token().with("aud", List.of("trunkline-api", "order-receiver")).by(Keys.RSA);

        refused(both);
        rig.unauthorized(both);
    }

    @Test
    void anotherAlgorithmKeyIssuerAudienceOrTimeIsRefused() {
        refused(token().by(Keys.EC));
        refused(token().by(new byte[64]));
        refused(token().with("iss", "https://evil.example.com").by(Keys.RSA));
        refused(token().with("aud", "elsewhere").by(Keys.RSA));
        refused(token().without("exp").by(Keys.RSA));
        refused(token().without("sub").by(Keys.RSA));
        refused("not.a.token");
        String valid = token().by(Keys.RSA);
        rig.clock.advance(Duration.ofHours(2));
        refused(valid);
    }

    @Test
    void whatTwoTenantsRegisterOpensNeither() {
        registers("other");

        refused(token().by(Keys.RSA));
    }
}
