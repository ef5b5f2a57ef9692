package io.trunkline.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.app.Standing;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.testing.InMemoryGrantStore;
import io.trunkline.core.testing.Wizz;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.route.Identity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomPolicyTest {
    private static final PolicyVerdict ALLOWED = new PolicyVerdict.Allowed();

    private final Tenant tenant = Wizz.tenant();
    private final InMemoryGrantStore grants = new InMemoryGrantStore();
    private final RoomPolicy policy = new RoomPolicy(grants);

    @Test
    void aScopedRoomLetsInWhoHoldsItsValue() {
        assertThat(join(Wizz.driver(), "branch:b-1")).isEqualTo(ALLOWED);
        assertThat(code(join(Wizz.driver(), "branch:b-2"))).isEqualTo(RejectionCode.JOIN_REFUSED);
        assertThat(code(join(Wizz.customer(), "branch:b-1"))).isEqualTo(RejectionCode.JOIN_REFUSED);
    }

    @Test
    void aRoomByTypeLetsInItsTypes() {
        assertThat(join(Wizz.driver(), "shift:early")).isEqualTo(ALLOWED);
        assertThat(code(join(Wizz.merchant(), "shift:early"))).isEqualTo(RejectionCode.JOIN_REFUSED);
    }

    @Test
    void anOpenRoomLetsEveryoneIn() {
        assertThat(join(Wizz.customer(), "news:today")).isEqualTo(ALLOWED);
    }

    @Test
    void aRoomByGrantLetsInWhoIsOnItsListAfterOneRead() {
        grants.grant(
                new RoomKey(Wizz.ID, RoomName.parse("order:o-9")), Wizz.driver().entity());

        assertThat(join(Wizz.driver(), "order:o-9")).isEqualTo(ALLOWED);
        assertThat(grants.reads()).isEqualTo(1);
        assertThat(code(join(Wizz.driver(), "order:o-10"))).isEqualTo(RejectionCode.JOIN_REFUSED);
        assertThat(code(join(Wizz.customer(), "order:o-9"))).isEqualTo(RejectionCode.JOIN_REFUSED);
    }

    @Test
    void aRoomOfItsOwnLetsInWhoHasItsId() {
        assertThat(join(Wizz.merchant(), "till:m-42")).isEqualTo(ALLOWED);
        assertThat(code(join(Wizz.merchant(), "till:m-43"))).isEqualTo(RejectionCode.JOIN_REFUSED);
        assertThat(code(join(Wizz.driver(), "till:d-7"))).isEqualTo(RejectionCode.JOIN_REFUSED);
    }

    @Test
    void anOwnerPublishesInItsOwnRoomAndInNoOther() {
        assertThat(publish(Wizz.merchant(), "till:m-42")).isEqualTo(ALLOWED);
        assertThat(code(publish(Wizz.merchant(), "till:m-43"))).isEqualTo(RejectionCode.PUBLISH_REFUSED);
        assertThat(code(publish(Wizz.driver(), "till:m-42"))).isEqualTo(RejectionCode.PUBLISH_REFUSED);
    }

    @Test
    void ofSeveralConditionsOneIsEnoughAndOnlyTheGrantCostsARead() {
        assertThat(join(Wizz.merchant(), "till:m-42")).isEqualTo(ALLOWED);
        assertThat(grants.reads()).isZero();
        assertThat(code(join(Wizz.customer(), "till:m-42"))).isEqualTo(RejectionCode.JOIN_REFUSED);
        grants.grant(
                new RoomKey(Wizz.ID, RoomName.parse("till:m-42")),
                new Standing.Of(Wizz.customer().entity()));
        assertThat(join(Wizz.customer(), "till:m-42")).isEqualTo(ALLOWED);
        assertThat(grants.reads()).isEqualTo(2);
    }

    @Test
    void aRoomByGrantLetsInWhoHoldsABranchOnItsList() {
        grants.grant(new RoomKey(Wizz.ID, RoomName.parse("file:f-1")), Standing.parse("branch:b-1"));

        assertThat(join(Wizz.driver(), "file:f-1")).isEqualTo(ALLOWED);
        assertThat(grants.reads()).isEqualTo(1);
        assertThat(join(Wizz.merchant(), "file:f-1")).isEqualTo(ALLOWED);
        assertThat(code(join(Wizz.customer(), "file:f-1"))).isEqualTo(RejectionCode.JOIN_REFUSED);
        assertThat(code(join(Wizz.driver(), "file:f-2"))).isEqualTo(RejectionCode.JOIN_REFUSED);
    }

    @Test
    void aBranchOnTheListOfARoomForEntitiesLetsNobodyIn() {
        grants.grant(new RoomKey(Wizz.ID, RoomName.parse("order:o-9")), Standing.parse("branch:b-1"));

        assertThat(code(join(Wizz.driver(), "order:o-9"))).isEqualTo(RejectionCode.JOIN_REFUSED);
    }

    @Test
    void whoHasEveryBranchIsLetIntoWhatIsAnyBranchs() {
        Tenant tenant = Wizz.whereCustomersHaveEveryBranch();
        grants.grant(new RoomKey(Wizz.ID, RoomName.parse("file:f-1")), Standing.parse("branch:b-8"));
        grants.grant(new RoomKey(Wizz.ID, RoomName.parse("file:f-2")), Standing.parse("driver/d-1"));

        for (String room : List.of("branch:b-1", "branch:b-8", "in:branch/3/b-8/type:customer", "file:f-1")) {
            assertThat(policy.mayJoin(tenant, Wizz.customer(), RoomName.parse(room)))
                    .as(room)
                    .isEqualTo(ALLOWED);
        }
        for (String room : List.of("file:f-2", "file:f-3", "in:branch/3/b-8/type:driver")) {
            assertThat(code(policy.mayJoin(tenant, Wizz.customer(), RoomName.parse(room))))
                    .as(room)
                    .isEqualTo(RejectionCode.JOIN_REFUSED);
        }
    }

    @Test
    void aKindWithoutARuleIsRefusedByItsName() {
        assertThat(rejection(join(Wizz.driver(), "chat:1")))
                .isEqualTo(new Rejection(RejectionCode.JOIN_REFUSED, "there is no room rule for the kind 'chat'"));
        assertThat(rejection(publish(Wizz.driver(), "chat:1")))
                .isEqualTo(new Rejection(RejectionCode.PUBLISH_REFUSED, "there is no room rule for the kind 'chat'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:u-7",
                "entity:driver/d-7",
                "type:driver",
                "app:drivers",
                "all",
                "branch:b-1",
                "in:branch/3/b-1/type:driver"
            })
    void ownAutomaticRoomsMayBeJoined(String room) {
        assertThat(join(Wizz.driver(), room)).isEqualTo(ALLOWED);
        assertThat(grants.reads()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:u-1",
                "entity:driver/d-8",
                "type:customer",
                "role:manager",
                "app:customers",
                "in:branch/3/b-2/type:driver"
            })
    void nobodyJoinsTheBuiltInRoomsOfOthers(String room) {
        assertThat(code(join(Wizz.driver(), room))).isEqualTo(RejectionCode.JOIN_REFUSED);
    }

    @Test
    void publishingNeedsBothTheTypeAndTheCondition() {
        assertThat(publish(Wizz.driver(), "shift:early")).isEqualTo(ALLOWED);
        assertThat(code(publish(Wizz.merchant(), "shift:early"))).isEqualTo(RejectionCode.PUBLISH_REFUSED);
        assertThat(code(publish(Wizz.driver(), "news:today"))).isEqualTo(RejectionCode.PUBLISH_REFUSED);
        assertThat(code(publish(Wizz.driver(), "branch:b-1"))).isEqualTo(RejectionCode.PUBLISH_REFUSED);
    }

    @Test
    void aGrantIsReadOnlyForATypeThatPublishesThere() {
        assertThat(code(publish(Wizz.customer(), "order:o-9"))).isEqualTo(RejectionCode.PUBLISH_REFUSED);
        assertThat(grants.reads()).isZero();
        assertThat(code(publish(Wizz.driver(), "order:o-9"))).isEqualTo(RejectionCode.PUBLISH_REFUSED);
        assertThat(grants.reads()).isEqualTo(1);
    }

    private PolicyVerdict join(Identity identity, String room) {
        return policy.mayJoin(tenant, identity, RoomName.parse(room));
    }

    private PolicyVerdict publish(Identity identity, String room) {
        return policy.mayPublish(tenant, identity, (RoomName.Topic) RoomName.parse(room));
    }

    private static RejectionCode code(PolicyVerdict verdict) {
        return rejection(verdict).code();
    }

    private static Rejection rejection(PolicyVerdict verdict) {
        return switch (verdict) {
            case PolicyVerdict.Denied(var rejection) -> rejection;
            case PolicyVerdict.Allowed() -> throw new AssertionError("it was allowed");
        };
    }
}
