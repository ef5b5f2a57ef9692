package io.trunkline.routing.route;

import static io.trunkline.routing.route.Ecosystem.catalog;
import static io.trunkline.routing.route.Ecosystem.identity;
import static io.trunkline.routing.route.Ecosystem.room;
import static io.trunkline.routing.route.Ecosystem.rule;
import static io.trunkline.routing.route.Ecosystem.scoped;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.routing.catalog.RouteRule;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.route.RouteOutcome.Refusal;
import io.trunkline.routing.route.RouteOutcome.RoutePlan;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityRouterTest {
    private static final Identity CUSTOMER = identity("customer/c-1", Set.of());
    private static final Identity BRANCH_CUSTOMER = identity("customer/c-1", Set.of(), "branch:b-1");

    @Test
    void anEntityIsReachedByARuleToItsType() {
        assertThat(route(CUSTOMER, "entity:merchant/m-42", "order.created", rule("customer", "merchant", "order.*")))
                .isEqualTo(plan("entity:merchant/m-42"));
    }

    @Test
    void aTypeIsReachedByARuleToIt() {
        assertThat(route(CUSTOMER, "type:driver", "order.ready", rule("customer", "driver", "order.ready")))
                .isEqualTo(plan("type:driver"));
    }

    @Test
    void aRuleFromAnyTypeIsForEveryone() {
        assertThat(route(CUSTOMER, "type:driver", "x", rule("*", "driver", "*")))
                .isEqualTo(plan("type:driver"));
    }

    @Test
    void aMissingRuleIsNamed() {
        Refusal refusal = refusal(route(CUSTOMER, "type:driver", "hi", rule("customer", "merchant", "*")));

        assertThat(refusal.rule()).isEqualTo("customer-to-driver");
        assertThat(refusal.reason()).isEqualTo("there is no route rule customer-to-driver");
    }

    @Test
    void aRuleOfTheOtherDirectionDoesNotHelp() {
        assertThat(refusal(route(CUSTOMER, "type:driver", "hi", rule("driver", "customer", "*")))
                        .rule())
                .isEqualTo("customer-to-driver");
    }

    @Test
    void aRuleThatIsTooNarrowSaysWhatItAllows() {
        Refusal refusal = refusal(route(
                CUSTOMER,
                "entity:merchant/m-1",
                "menu.changed",
                rule("customer", "merchant", "order.*"),
                rule("customer", "merchant", "chat.message")));

        assertThat(refusal.rule()).isEqualTo("customer-to-merchant");
        assertThat(refusal.reason())
                .contains("customer-to-merchant")
                .contains("'menu.changed'")
                .contains("order.*, chat.message");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user:u-9", "app:drivers", "all"})
    void whereAnyTypeMayBeReachedARuleToAnyIsNeeded(String address) {
        RouteRule toEach = rule("customer", "merchant", "*");

        assertThat(refusal(route(CUSTOMER, address, "hi", toEach, rule("customer", "driver", "*")))
                        .rule())
                .isEqualTo("customer-to-any");
        assertThat(route(CUSTOMER, address, "hi", rule("customer", "*", "*"))).isEqualTo(plan(address));
    }

    @Test
    void aRoleIsReachedByARuleToTheTypeThatHoldsIt() {
        assertThat(route(CUSTOMER, "role:lead", "hi", rule("customer", "driver", "*")))
                .isEqualTo(plan("role:lead"));
    }

    @Test
    void aRoleOfSeveralTypesNeedsARuleToEach() {
        assertThat(refusal(route(CUSTOMER, "role:manager", "hi", rule("customer", "merchant", "*")))
                        .rule())
                .isEqualTo("customer-to-courier");
        assertThat(route(
                        CUSTOMER,
                        "role:manager",
                        "hi",
                        rule("customer", "merchant", "*"),
                        rule("customer", "courier", "*")))
                .isEqualTo(plan("role:manager"));
    }

    @Test
    void aRoleThatNobodyDeclaresNeedsARuleToAny() {
        assertThat(refusal(route(CUSTOMER, "role:owner", "hi", rule("customer", "merchant", "*")))
                        .rule())
                .isEqualTo("customer-to-any");
    }

    @Test
    void aTypeThatIsNotDeclaredIsReachedByNoRuleOfItsOwn() {
        assertThat(refusal(route(CUSTOMER, "type:pilot", "hi", rule("customer", "driver", "*")))
                        .rule())
                .isEqualTo("customer-to-pilot");
    }

    @Test
    void aTenantsOwnRoomPassesThrough() {
        assertThat(route(CUSTOMER, "order:o-9", "hi")).isEqualTo(plan("order:o-9"));
    }

    @Test
    void aScopedRoomCannotBeAddressed() {
        assertThat(refusal(route(BRANCH_CUSTOMER, "in:branch/3/b-1/type:driver", "hi", rule("*", "*", "*")))
                        .rule())
                .isEqualTo("scoped-room");
    }

    @ParameterizedTest
    @ValueSource(strings = {"entity:driver/d-7", "type:driver", "role:lead", "user:u-9", "app:drivers", "all"})
    void aScopedRuleNarrowsEveryAddressToTheSendersScopes(String address) {
        Identity sender = identity("customer/c-1", Set.of(), "branch:b-2", "branch:b-1", "region:r-1");

        assertThat(route(sender, address, "hi", scoped("branch", "customer", "*", "*")))
                .isEqualTo(plan("in:branch/3/b-1/" + address, "in:branch/3/b-2/" + address));
    }

    @Test
    void aSenderWithoutTheScopeReachesNobody() {
        assertThat(route(CUSTOMER, "type:driver", "hi", scoped("branch", "customer", "driver", "*")))
                .isEqualTo(new RoutePlan(List.of()));
    }

    @Test
    void anUnscopedRuleBesideAScopedOneReachesAll() {
        assertThat(route(
                        BRANCH_CUSTOMER,
                        "type:driver",
                        "hi",
                        scoped("branch", "customer", "driver", "*"),
                        rule("customer", "driver", "hi")))
                .isEqualTo(plan("type:driver"));
    }

    @Test
    void anUnscopedRuleForOtherEventsDoesNotWidenAScopedOne() {
        assertThat(route(
                        BRANCH_CUSTOMER,
                        "type:driver",
                        "hi",
                        scoped("branch", "customer", "driver", "*"),
                        rule("customer", "driver", "order.*")))
                .isEqualTo(plan("in:branch/3/b-1/type:driver"));
    }

    @Test
    void scopedRulesToOneTypeAddUp() {
        assertThat(route(
                        identity("customer/c-1", Set.of(), "branch:b-1", "region:r-1"),
                        "type:driver",
                        "hi",
                        scoped("branch", "customer", "driver", "*"),
                        scoped("region", "customer", "driver", "*")))
                .isEqualTo(plan("in:branch/3/b-1/type:driver", "in:region/3/r-1/type:driver"));
    }

    @Test
    void aRoleIsNarrowedWhereTheRuleToOneOfItsTypesIs() {
        assertThat(route(
                        BRANCH_CUSTOMER,
                        "role:manager",
                        "hi",
                        scoped("branch", "customer", "merchant", "*"),
                        rule("customer", "courier", "*")))
                .isEqualTo(plan("in:branch/3/b-1/role:manager"));
    }

    @Test
    void aScopeThatLeadsToOneTypeOfARoleIsNoWayToTheOther() {
        // merchants are in the region's room too, as drivers may reach them by region
        RouteRule[] rules = {
            scoped("branch", "customer", "merchant", "*"),
            scoped("region", "customer", "courier", "*"),
            scoped("region", "driver", "merchant", "*")
        };
        Identity sender = identity("customer/c-1", Set.of(), "branch:b-1", "region:r-1");
        Identity merchantElsewhere = identity("merchant/m-1", Set.of("manager"), "branch:b-9", "region:r-1");

        assertThat(AutomaticRooms.of(merchantElsewhere, catalog(rules))).contains(room("in:region/3/r-1/role:manager"));
        assertThat(refusal(route(sender, "role:manager", "hi", rules)).reason()).contains("shares no scope");
    }

    @Test
    void theScopeThatAllTypesOfARoleShareIsUsed() {
        assertThat(route(
                        identity("customer/c-1", Set.of(), "branch:b-1", "region:r-1"),
                        "role:manager",
                        "hi",
                        scoped("branch", "customer", "merchant", "*"),
                        scoped("branch", "customer", "courier", "*"),
                        scoped("region", "customer", "courier", "*")))
                .isEqualTo(plan("in:branch/3/b-1/role:manager"));
    }

    @Test
    void withoutRulesNothingButATenantsOwnRoomIsReached() {
        for (String address : List.of(
                "entity:driver/d-7",
                "type:driver",
                "role:lead",
                "user:u-1",
                "app:drivers",
                "all",
                "type:customer",
                "entity:customer/c-1")) {
            assertThat(route(CUSTOMER, address, "hi")).as(address).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void everyRoomOfAPlanIsOfTheSendersTenant() {
        for (String address : List.of("entity:driver/d-7", "type:driver", "all", "order:o-9", "user:u-1")) {
            for (RouteRule rule : List.of(rule("*", "*", "*"), scoped("branch", "*", "*", "*"))) {
                assertThat(((RoutePlan) route(BRANCH_CUSTOMER, address, "hi", rule)).rooms())
                        .extracting(RoomKey::tenant)
                        .containsOnly(BRANCH_CUSTOMER.tenant());
            }
        }
    }

    private static RouteOutcome route(Identity sender, String address, String event, RouteRule... rules) {
        return new EntityRouter(catalog(rules)).route(sender, RoomName.parse(address), event);
    }

    private static RoutePlan plan(String... rooms) {
        return new RoutePlan(List.of(rooms).stream().map(Ecosystem::room).toList());
    }

    private static Refusal refusal(RouteOutcome outcome) {
        assertThat(outcome).isInstanceOf(Refusal.class);
        return (Refusal) outcome;
    }
}
