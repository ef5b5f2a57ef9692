package io.trunkline.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.SignedJWT;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.Scope;
import io.trunkline.routing.key.TenantId;
import io.trunkline.routing.route.Identity;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** From verified claims and memberships to an identity; verified claims may still be hostile. */
class IdentityTest {
    private static final String FIXED = "{type: merchant, id: merchant_id}";
    private static final TenantId WIZZ = new TenantId("wizz");

    @Test
    void readsTheEntityAsTheAppSays() {
        try (AuthRig rig = rig("{claim: entity}")) {
            assertThat(identity(rig, good(rig).with("entity", "merchant/m/7#x")).entity())
                    .isEqualTo(EntityRef.parse("merchant/m/7#x"));
            denied(rig, good(rig).with("entity", "m-7"), RejectionCode.UNAUTHORIZED);
        }
        try (AuthRig rig = rig("{typeClaim: kind, id: merchant_id}")) {
            assertThat(identity(rig, good(rig).with("kind", "merchant")).entity())
                    .hasToString("merchant/m-42");
        }
        try (AuthRig rig = rig("{type: merchant, id: 'custom.ids.merchant'}")) {
            assertThat(identity(rig, good(rig).with("custom", Map.of("ids", Map.of("merchant", 77L))))
                            .entity())
                    .hasToString("merchant/77");
            assertThat(identity(
                                    rig,
                                    good(rig)
                                            .with("custom", Map.of("ids", Map.of("merchant", 77L)))
                                            .with("custom.ids.merchant", "whole-name"))
                            .entity())
                    .hasToString("merchant/whole-name");
        }
    }

    @Test
    void refusesATypeThatTheAppDoesNotAdmit() {
        try (AuthRig rig = rig("{claim: entity}")) {
            denied(rig, good(rig).with("entity", "driver/d-7"), RejectionCode.FORBIDDEN_ENTITY);
            denied(rig, good(rig).with("entity", "undeclared/d-7"), RejectionCode.FORBIDDEN_ENTITY);
        }
    }

    @Test
    void keepsDeclaredRolesAndScopesOnly() {
        try (AuthRig rig = rig(FIXED)) {
            Identity listed = identity(
                    rig,
                    good(rig)
                            .with("groups", List.of("manager", "admin", "root"))
                            .with("branch", List.of("b-1", "b-2"))
                            .with("region", "north"));
            assertThat(listed.roles()).containsExactly("manager");
            assertThat(listed.scopes())
                    .containsExactlyInAnyOrder(new Scope("branch", "b-1"), new Scope("branch", "b-2"));
            assertThat(identity(rig, good(rig).with("groups", "staff, manager other"))
                            .roles())
                    .containsExactlyInAnyOrder("staff", "manager");
            assertThat(identity(rig, good(rig).with("branch", "b 1, north")).scopes())
                    .containsExactly(new Scope("branch", "b 1, north"));
            assertThat(identity(rig, good(rig)).roles()).isEmpty();
        }
    }

    @Test
    void refusesIdsThatCannotBeKeys() {
        try (AuthRig rig = rig(FIXED)) {
            for (Object id : Arrays.asList(
                    "", "x".repeat(1025), "a\nb", "a\u0000b", true, 1.5, List.of("m-42"), Map.of("id", "m-42"))) {
                assertThat(rig.connect(good(rig).with("merchant_id", id).by(Keys.RSA)))
                        .as("entity id %s", id)
                        .isInstanceOf(AuthOutcome.Denied.class);
                assertThat(rig.connect(good(rig).with("sub", id).by(Keys.RSA)))
                        .as("user %s", id)
                        .isInstanceOf(AuthOutcome.Denied.class);
            }
            denied(rig, good(rig).without("merchant_id"), RejectionCode.FORBIDDEN_ENTITY);
            denied(rig, good(rig).without("sub"), RejectionCode.UNAUTHORIZED);
            denied(rig, good(rig).with("branch", ""), RejectionCode.UNAUTHORIZED);
            denied(rig, good(rig).with("branch", "x".repeat(257)), RejectionCode.UNAUTHORIZED);
        }
    }

    /** JSON can say half a character by an escape; no key can hold it. */
    @Test
    void refusesIdsThatAreNoUnicode() throws Exception {
        try (AuthRig rig = rig(FIXED)) {
            String claims = SignedJWT.parse(
                            good(rig).with("merchant_id", "HALF").by(Keys.RSA))
                    .getPayload()
                    .toString()
                    .replace("HALF", "\\ud800");
            JWSHeader header =
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-1").build();
            JWSObject token = new JWSObject(header, new Payload(claims));
            token.sign(new RSASSASigner(Keys.RSA));
            assertThat(rig.unauthorized(token.serialize()).detail()).contains("Unicode");
        }
    }

    @Test
    void givesNoRightsForRolesAndScopesOfAWrongType() {
        try (AuthRig rig = rig(FIXED)) {
            for (Object odd : List.of(true, 1.5, Map.of("manager", true), List.of(List.of("manager"), 1.5))) {
                Identity identity = identity(rig, good(rig).with("groups", odd).with("branch", odd));
                assertThat(identity.roles()).isEmpty();
                assertThat(identity.scopes()).isEmpty();
            }
        }
    }

    @Test
    void refusesMoreScopesThanAConnectionCanCarry() {
        try (AuthRig rig = rig(FIXED)) {
            List<String> values = IntStream.range(0, 51).mapToObj(i -> "b-" + i).toList();
            denied(rig, good(rig).with("branch", values), RejectionCode.FORBIDDEN_ENTITY);
            assertThat(identity(rig, good(rig).with("branch", values.subList(0, 50)))
                            .scopes())
                    .hasSize(50);
        }
    }

    @Test
    void speaksForTheOnlyEntityThatTheUserIsAMemberOf() {
        try (AuthRig rig = rig("{type: merchant, membership: true, selectedBy: businessId}")) {
            denied(rig, good(rig), RejectionCode.FORBIDDEN_ENTITY);
            rig.memberships.add(WIZZ, "u-1", EntityRef.parse("merchant/m-1"));
            rig.memberships.add(WIZZ, "u-1", EntityRef.parse("driver/d-1"));
            rig.memberships.add(new TenantId("parcelo"), "u-1", EntityRef.parse("merchant/m-3"));
            assertThat(identity(rig, good(rig)).entity()).hasToString("merchant/m-1");
            rig.memberships.add(WIZZ, "u-1", EntityRef.parse("merchant/m-2"));
            denied(rig, good(rig), RejectionCode.FORBIDDEN_ENTITY);
        }
    }

    @Test
    void letsAClientSelectAmongItsMembershipsAndNothingElse() {
        try (AuthRig rig = rig("{type: merchant, membership: true, selectedBy: businessId}")) {
            rig.memberships.add(WIZZ, "u-1", EntityRef.parse("merchant/m-1"));
            rig.memberships.add(WIZZ, "u-1", EntityRef.parse("merchant/m-2"));
            rig.memberships.add(WIZZ, "u-2", EntityRef.parse("merchant/m-3"));
            rig.memberships.add(WIZZ, "u-1", EntityRef.parse("driver/d-1"));
            assertThat(rig.accepted(selecting(rig, "m-2"))
                            .principal()
                            .identity()
                            .entity())
                    .hasToString("merchant/m-2");
            for (String other : List.of("m-3", "d-1", "driver/d-1", "merchant/m-1", "M-1", "", "*")) {
                rig.denied(selecting(rig, other), RejectionCode.FORBIDDEN_ENTITY);
            }
        }
    }

    @Test
    void takesNothingOfAnIdentityFromTheQuery() {
        try (AuthRig rig = rig(FIXED)) {
            Map<String, String> query = new HashMap<>(Map.of("token", good(rig).by(Keys.RSA)));
            query.putAll(Map.of("entity", "merchant/m-1", "merchant_id", "m-1", "sub", "u-2", "groups", "manager"));
            Identity identity = rig.accepted(new Handshake("h", "a", Map.of(), query, List.of()))
                    .principal()
                    .identity();
            assertThat(identity.entity()).hasToString("merchant/m-42");
            assertThat(identity.user()).isEqualTo("u-1");
            assertThat(identity.roles()).isEmpty();
        }
    }

    private static AuthRig rig(String entity) {
        return new AuthRig("RS256", entity, Keys.RSA);
    }

    private static Token good(AuthRig rig) {
        return Token.at(rig.clock.instant());
    }

    private static Identity identity(AuthRig rig, Token token) {
        return rig.accepted(token.by(Keys.RSA)).principal().identity();
    }

    private static void denied(AuthRig rig, Token token, RejectionCode code) {
        rig.denied(AuthRig.handshake(token.by(Keys.RSA)), code);
    }

    private static Handshake selecting(AuthRig rig, String selection) {
        Map<String, String> query = Map.of("token", good(rig).by(Keys.RSA), "businessId", selection);
        return new Handshake("shared.example.com", "abc123", Map.of(), query, List.of());
    }
}
