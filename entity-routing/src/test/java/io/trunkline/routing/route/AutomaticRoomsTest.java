package io.trunkline.routing.route;

import static io.trunkline.routing.route.Ecosystem.catalog;
import static io.trunkline.routing.route.Ecosystem.identity;
import static io.trunkline.routing.route.Ecosystem.room;
import static io.trunkline.routing.route.Ecosystem.rule;
import static io.trunkline.routing.route.Ecosystem.scoped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.MalformedKeyException;
import io.trunkline.routing.key.RoomKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AutomaticRoomsTest {
    private static final Identity MERCHANT =
            identity("merchant/m-42", Set.of("manager", "staff"), "branch:b-2", "branch:b-1");

    @Test
    void aConnectionIsInTheRoomsOfWhoItIs() {
        assertThat(AutomaticRooms.of(MERCHANT, catalog(rule("*", "*", "*"))))
                .containsExactly(
                        room("user:u-m-42"),
                        room("entity:merchant/m-42"),
                        room("type:merchant"),
                        room("role:manager"),
                        room("role:staff"),
                        room("branch:b-1"),
                        room("branch:b-2"),
                        room("app:merchants"),
                        room("all"));
    }

    @Test
    void aScopedRuleToItsTypeAddsWhatTheRuleCanReach() {
        List<RoomKey> rooms = AutomaticRooms.of(
                identity("merchant/m-42", Set.of("manager"), "branch:b-1", "region:r-1"),
                catalog(scoped("branch", "driver", "merchant", "*")));

        assertThat(rooms)
                .filteredOn(room -> room.name().toString().startsWith("in:"))
                .containsExactlyInAnyOrder(
                        room("in:branch/3/b-1/entity:merchant/m-42"),
                        room("in:branch/3/b-1/type:merchant"),
                        room("in:branch/3/b-1/role:manager"));
    }

    @Test
    void aScopedRuleToAnyTypeAddsUserAppAndAllToo() {
        List<RoomKey> rooms = AutomaticRooms.of(
                identity("merchant/m-42", Set.of(), "branch:b-1"), catalog(scoped("branch", "driver", "*", "*")));

        assertThat(rooms)
                .contains(
                        room("in:branch/3/b-1/user:u-m-42"),
                        room("in:branch/3/b-1/app:merchants"),
                        room("in:branch/3/b-1/all"));
    }

    @Test
    void aScopedRuleToAnotherTypeAddsNothing() {
        assertThat(AutomaticRooms.of(MERCHANT, catalog(scoped("branch", "merchant", "driver", "*"))))
                .isEqualTo(AutomaticRooms.of(MERCHANT, catalog()));
    }

    @Test
    void noRoomComesTwiceAndAllAreOfTheTenant() {
        List<RoomKey> rooms = AutomaticRooms.of(
                MERCHANT,
                catalog(
                        scoped("branch", "driver", "merchant", "*"),
                        scoped("branch", "customer", "merchant", "order.*"),
                        scoped("branch", "*", "*", "*")));

        assertThat(rooms).doesNotHaveDuplicates();
        assertThat(rooms).extracting(RoomKey::tenant).containsOnly(MERCHANT.tenant());
    }

    @Test
    void theSameIdentityAlwaysHasTheSameRoomsInTheSameOrder() {
        Identity again = new Identity(
                MERCHANT.app(),
                MERCHANT.user(),
                MERCHANT.entity(),
                new LinkedHashSet<>(List.of("staff", "manager")),
                new LinkedHashSet<>(MERCHANT.scopes()));
        var catalog = catalog(scoped("branch", "*", "*", "*"), scoped("region", "*", "merchant", "*"));

        assertThat(AutomaticRooms.of(again, catalog)).isEqualTo(AutomaticRooms.of(MERCHANT, catalog));
    }

    @Test
    void theSameEntityOfAnotherTenantSharesNoRoom() {
        Identity elsewhere = new Identity(
                AppKey.parse("parcelo/merchants"),
                MERCHANT.user(),
                MERCHANT.entity(),
                MERCHANT.roles(),
                MERCHANT.scopes());
        var catalog = catalog(scoped("branch", "*", "*", "*"));

        assertThat(AutomaticRooms.of(elsewhere, catalog))
                .doesNotContainAnyElementsOf(AutomaticRooms.of(MERCHANT, catalog));
    }

    @Test
    void anIdentityThatCouldHaveNoRoomsCannotBeMade() {
        EntityRef entity = EntityRef.parse("driver/d-7");
        AppKey app = AppKey.parse("wizz/drivers");

        assertThatExceptionOfType(MalformedKeyException.class)
                .isThrownBy(() -> new Identity(app, "", entity, Set.of(), Set.of()));
        assertThatExceptionOfType(MalformedKeyException.class)
                .isThrownBy(() -> new Identity(app, "u-1", entity, Set.of("a role"), Set.of()));
    }
}
