package io.trunkline.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.app.Standing;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.tenantfile.TenantFile;
import io.trunkline.core.tenantfile.TenantFiles;
import io.trunkline.core.tenantfile.TenantLoad;
import io.trunkline.routing.key.Scope;
import io.trunkline.routing.key.TenantId;
import io.trunkline.routing.route.Identity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tokens that 27 Manufacturing's back end mints, at the tenant file that is shipped: every one gets in. */
class Manufacturing27TokensTest {
    private static final byte[] SECRET = "a secret of at least thirty-two bytes".getBytes(StandardCharsets.UTF_8);
    private static final TenantId TENANT = new TenantId("manufacturing27");
    private static final String USER = "64a000000000000000000007";
    private static final String BRANCH = "64b000000000000000000001";
    private static final Standing IN_BRANCH = Standing.parse("branch:" + BRANCH);

    private final AuthRig rig = new AuthRig();

    Manufacturing27TokensTest() {
        rig.secrets.put("env:MANUFACTURING27_JWT_SECRET", SECRET);
        TenantLoad load = TenantFiles.load(Path.of("..", "tenants"));
        assertThat(load).isInstanceOf(TenantLoad.Loaded.class);
        ((TenantLoad.Loaded) load)
                .files().stream()
                        .map(TenantFile::reading)
                        .filter(reading -> reading.tenant().id().equals(TENANT))
                        .forEach(reading -> {
                            rig.registry.put(reading.tenant());
                            reading.doors().forEach(rig.registry::put);
                        });
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Token token(String role) {
        return Token.at(rig.clock.instant())
                .without("iss")
                .without("aud")
                .without("sub")
                .with("id", USER)
                .with("role", role)
                .with("sessionToken", "4f0c9a1be27d5536");
    }

    private static Handshake with(String token) {
        return new Handshake(
                "ws.manufacturing27.example.com",
                "abc123",
                Map.of("origin", "https://app.example.com"),
                Map.of("token", token, "platform", "electron"),
                List.of());
    }

    private Identity identity(Token token) {
        AuthOutcome.Accepted accepted = rig.accepted(with(token.by(SECRET)));
        assertThat(accepted.dialect()).isEqualTo("manufacturing27");
        assertThat(accepted.platform()).contains("electron");
        return accepted.principal().identity();
    }

    private void denied(Token token, RejectionCode code) {
        rig.denied(with(token.by(SECRET)), code);
    }

    @Test
    void anAdminsNamesNoBranchAndHasTheOneThatTheBackEndHasWritten() {
        denied(token("admin").with("userId", USER), RejectionCode.FORBIDDEN_ENTITY);

        rig.memberships.add(TENANT, USER, IN_BRANCH);
        Identity admin = identity(token("admin").with("userId", USER));

        assertThat(admin.entity()).hasToString("admin/" + USER);
        assertThat(admin.user()).isEqualTo(USER);
        assertThat(admin.roles()).containsExactly("admin");
        assertThat(admin.scopes()).containsExactly(new Scope("branch", BRANCH));
    }

    @Test
    void aManagersHasNoUserIdAndABranch() {
        Identity manager =
                identity(token("manager").with("email", "m@example.com").with("branchId", BRANCH));

        assertThat(manager.entity()).hasToString("manager/" + USER);
        assertThat(manager.scopes()).containsExactly(new Scope("branch", BRANCH));
    }

    @Test
    void aMasterAdminsSpellsTheRoleOtherwiseAndNeedsNoBranch() {
        Identity master = identity(token("master_admin").with("isSuperAdmin", true));

        assertThat(master.entity()).hasToString("masterAdmin/" + USER);
        assertThat(master.roles()).containsExactly("masterAdmin");
        assertThat(master.scopes()).isEmpty();
    }

    @Test
    void whoIsNobodyIsTurnedAwayAsDocumented() {
        denied(token("owner"), RejectionCode.UNAUTHORIZED);
        denied(token("admin").without("role"), RejectionCode.UNAUTHORIZED);
        denied(token("manager").without("id").with("branchId", BRANCH), RejectionCode.UNAUTHORIZED);
        denied(token("operator"), RejectionCode.FORBIDDEN_ENTITY);
    }
}
