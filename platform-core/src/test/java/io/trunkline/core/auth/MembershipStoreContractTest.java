package io.trunkline.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.TenantId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link MembershipStore} does. */
public abstract class MembershipStoreContractTest {
    private static final TenantId WIZZ = new TenantId("wizz");
    private static final EntityRef SHOP = EntityRef.parse("merchant/m-42");
    private static final EntityRef KIOSK = EntityRef.parse("merchant/m-43");

    /** A user of this test alone, so that a table may be shared. */
    private final String user = UUID.randomUUID().toString();

    protected abstract MembershipStore store();

    @Test
    void aUserSpeaksForNobodyAtFirst() {
        assertThat(store().entitiesOf(WIZZ, user)).isEmpty();
    }

    @Test
    void aUserSpeaksForAllThatWereAddedEachOnce() {
        store().add(WIZZ, user, SHOP);
        store().add(WIZZ, user, KIOSK);
        store().add(WIZZ, user, SHOP);

        assertThat(store().entitiesOf(WIZZ, user)).containsExactlyInAnyOrder(SHOP, KIOSK);
    }

    @Test
    void usersAndTenantsStayApart() {
        store().add(WIZZ, user, SHOP);

        assertThat(store().entitiesOf(WIZZ, user + "0")).isEmpty();
        assertThat(store().entitiesOf(WIZZ, user.substring(1))).isEmpty();
        assertThat(store().entitiesOf(new TenantId("other"), user)).isEmpty();
    }

    @Test
    void whatIsTakenBackIsGoneAndTheRestStays() {
        store().add(WIZZ, user, SHOP);
        store().add(WIZZ, user, KIOSK);

        store().remove(WIZZ, user, SHOP);
        store().remove(WIZZ, user, SHOP);

        assertThat(store().entitiesOf(WIZZ, user)).containsExactly(KIOSK);
    }
}
