package io.trunkline.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.app.Standing;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.TenantId;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
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
    void usersThatLookAlikeStayApart() {
        List<String> users = List.of(
                user + "#",
                user + "#merchant",
                user + "U",
                user + "u",
                user + "\u00e9",
                user + "e\u0301",
                "x".repeat(1024));
        for (int i = 0; i < users.size(); i++) {
            store().add(WIZZ, users.get(i), EntityRef.parse("merchant/m-" + i));
        }

        for (int i = 0; i < users.size(); i++) {
            assertThat(store().entitiesOf(WIZZ, users.get(i))).containsExactly(EntityRef.parse("merchant/m-" + i));
        }
    }

    @Test
    void anEntityComesBackAsItWasWrittenWhateverItHolds() {
        List<EntityRef> entities = IntStream.range(0, 20)
                .mapToObj(i -> EntityRef.parse("merchant/ #/:" + i + "\u00e9".repeat(500)))
                .toList();

        entities.forEach(entity -> store().add(WIZZ, user, entity));

        assertThat(store().entitiesOf(WIZZ, user)).containsExactlyInAnyOrderElementsOf(entities);
    }

    @Test
    void whatIsTakenBackIsGoneAndTheRestStays() {
        store().add(WIZZ, user, SHOP);
        store().add(WIZZ, user, KIOSK);

        store().remove(WIZZ, user, SHOP);
        store().remove(WIZZ, user, SHOP);

        assertThat(store().entitiesOf(WIZZ, user)).containsExactly(KIOSK);
    }

    @Test
    void aValueOfAScopeIsAMembershipAndNoEntity() {
        Standing branch = Standing.parse("branch:b-1");
        store().add(WIZZ, user, SHOP);
        store().add(WIZZ, user, branch);

        assertThat(store().of(WIZZ, user)).containsExactlyInAnyOrder(new Standing.Of(SHOP), branch);
        assertThat(store().entitiesOf(WIZZ, user)).containsExactly(SHOP);

        store().remove(WIZZ, user, branch);
        assertThat(store().of(WIZZ, user)).containsExactly(new Standing.Of(SHOP));
    }
}
