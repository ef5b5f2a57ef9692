package io.trunkline.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.app.Standing;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.routing.key.Scope;
import io.trunkline.routing.key.TenantId;
import io.trunkline.routing.route.Identity;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens as older systems make them: no issuer, claims by several names, roles in two spellings. */
class OlderTokensTest {
    private static final byte[] SECRET = "a secret of at least thirty-two bytes".getBytes(StandardCharsets.UTF_8);
    private static final String DOOR = "plant." + AuthRig.DOOR;

    private final AuthRig rig = new AuthRig();

    OlderTokensTest() {
        rig.secrets.put("env:PLANT", SECRET);
        rig.registers("plant", """
            order-receiver: {types: [merchant, driver], issuers: [{algorithm: HS256, secret: env:PLANT, claims: {
              user: [userId, id],
              entity: {typeClaim: role, types: {admin: merchant, master_admin: driver}, id: [userId, id]},
              roles: {claim: role, names: {admin: manager}},
              scopes: {branch: [selectedBranch, branchId]}}}]}\
            """);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aNamelessTokenIsHeldAgainstTheAppOfItsDoor() {
        Identity identity = identity(token().with("userId", "7").with("role", "admin"));

        assertThat(identity.user()).isEqualTo("7");
        assertThat(identity.entity()).hasToString("merchant/7");
        assertThat(identity.roles()).containsExactly("manager");
    }

    @Test
    void theFirstClaimThatIsThereCounts() {
        Identity identity =
                identity(token().with("id", "8").with("role", "master_admin").with("branchId", "b-1"));
        assertThat(identity.user()).isEqualTo("8");
        assertThat(identity.entity()).hasToString("driver/8");
        assertThat(identity.scopes()).containsExactly(new Scope("branch", "b-1"));

        assertThat(identity(token().with("userId", "7")
                                .with("id", "8")
                                .with("role", "admin")
                                .with("selectedBranch", "b-2")
                                .with("branchId", "b-1"))
                        .scopes())
                .containsExactly(new Scope("branch", "b-2"));
    }

    @Test
    void aValueThatStandsForNoTypeIsNobody() {
        rig.denied(
                through(
                        DOOR,
                        token().with("userId", "7").with("role", "merchant").by(SECRET)),
                RejectionCode.UNAUTHORIZED);
    }

    @Test
    void aTokenWithoutTheTypesClaimHasTheTypeThatIsSaidForThat() {
        rig.registers("shop", """
            order-receiver: {types: [merchant, driver], issuers: [{algorithm: HS256, secret: env:PLANT, claims: {
              user: id, entity: {typeClaim: role, types: {admin: merchant}, absent: driver, id: id}}}]}\
            """);
        String door = "shop." + AuthRig.DOOR;

        rig.denied(through(door, token().with("id", "7").with("role", "user").by(SECRET)), RejectionCode.UNAUTHORIZED);
        rig.denied(
                through(door, token().with("id", "7").with("role", List.of()).by(SECRET)), RejectionCode.UNAUTHORIZED);
        assertThat(rig.accepted(through(door, token().with("id", "7").by(SECRET)))
                        .principal()
                        .identity()
                        .entity())
                .hasToString("driver/7");
    }

    @Test
    void aTokenThatNamesAnIssuerIsNotOneWithout() {
        rig.denied(
                through(
                        DOOR,
                        Token.at(rig.clock.instant())
                                .with("userId", "7")
                                .with("role", "admin")
                                .by(SECRET)),
                RejectionCode.UNAUTHORIZED);
        rig.denied(
                through(
                        DOOR,
                        token().with("iss", "")
                                .with("userId", "7")
                                .with("role", "admin")
                                .by(SECRET)),
                RejectionCode.UNAUTHORIZED);
    }

    @Test
    void aNamelessTokenFindsNoAppByItself() {
        rig.denied(
                through(
                        "shared.example.com",
                        token().with("userId", "7").with("role", "admin").by(SECRET)),
                RejectionCode.UNAUTHORIZED);
    }

    @Test
    void theTokenMayStandInTheHeaderThatProxiesLeaveAlone() {
        String token = token().with("userId", "7").with("role", "admin").by(SECRET);
        assertThat(rig.accepted(new Handshake(
                                DOOR,
                                "abc123",
                                Map.of("authorization", "Bearer " + token, "x-authorization", token),
                                Map.of(),
                                List.of()))
                        .principal()
                        .identity()
                        .user())
                .isEqualTo("7");
        rig.denied(
                new Handshake(
                        DOOR,
                        "abc123",
                        Map.of("authorization", "Bearer " + token, "x-authorization", token + "x"),
                        Map.of(),
                        List.of()),
                RejectionCode.UNAUTHORIZED);
    }

    /** A tenant whose admins' branches the backend has written, and whose owners choose any. */
    private Handshake atTheMill(Token token, Map<String, String> query) {
        rig.secrets.put("env:MILL", SECRET);
        rig.registersWhole("mill", """
            {tenant: mill, types: {admin: {}, owner: {every: [branch]}}, scopes: [branch],
             apps: {order-receiver: {types: [admin, owner], issuers: [{algorithm: HS256, secret: env:MILL, claims: {
               user: id, entity: {typeClaim: role, types: {admin: admin, owner: owner}, id: id},
               scopes: {branch: {claim: branchId, membership: true, selectedBy: branchId, required: [admin]}}}}]}},
             doors: [{door: mill.%s, app: order-receiver}]}\
            """.formatted(AuthRig.DOOR));
        Map<String, String> all = new HashMap<>(query);
        all.put("token", token.by(SECRET));
        return new Handshake("mill." + AuthRig.DOOR, "abc123", Map.of(), all, List.of());
    }

    private Set<Scope> scopesAtTheMill(Token token, Map<String, String> query) {
        return rig.accepted(atTheMill(token, query)).principal().identity().scopes();
    }

    private Token admin() {
        return token().with("id", "7").with("role", "admin");
    }

    @Test
    void whoseTokenNamesNoBranchHasThoseThatTheBackendHasWritten() {
        rig.memberships.add(new TenantId("mill"), "7", Standing.parse("branch:b-1"));
        rig.memberships.add(new TenantId("mill"), "7", Standing.parse("branch:b-2"));
        rig.memberships.add(new TenantId("mill"), "7", Standing.parse("admin/9"));

        assertThat(scopesAtTheMill(admin(), Map.of()))
                .containsExactlyInAnyOrder(new Scope("branch", "b-1"), new Scope("branch", "b-2"));
        assertThat(scopesAtTheMill(admin(), Map.of("branchId", "b-2"))).containsExactly(new Scope("branch", "b-2"));
        assertThat(scopesAtTheMill(admin().with("branchId", "b-7"), Map.of()))
                .containsExactly(new Scope("branch", "b-7"));
        rig.denied(atTheMill(admin(), Map.of("branchId", "b-3")), RejectionCode.FORBIDDEN_ENTITY);
    }

    @Test
    void whoMustHaveABranchAndHasNoneIsTurnedAway() {
        rig.denied(atTheMill(admin(), Map.of()), RejectionCode.FORBIDDEN_ENTITY);
    }

    @Test
    void whoHasEveryBranchSelectsAnyOrNone() {
        Token owner = token().with("id", "8").with("role", "owner");

        assertThat(scopesAtTheMill(owner, Map.of())).isEmpty();
        assertThat(scopesAtTheMill(owner, Map.of("branchId", "b-3"))).containsExactly(new Scope("branch", "b-3"));
    }

    private Token token() {
        return Token.at(rig.clock.instant()).without("iss").without("aud");
    }

    private Identity identity(Token token) {
        return rig.accepted(through(DOOR, token.by(SECRET))).principal().identity();
    }

    private static Handshake through(String door, String token) {
        return new Handshake(door, "abc123", Map.of(), Map.of("token", token), List.of());
    }
}
