package io.trunkline.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.app.Standing;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.subscription.RoomShards;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.testing.InMemoryAppRegistry;
import io.trunkline.core.testing.InMemoryConnectionStore;
import io.trunkline.core.testing.InMemoryGrantStore;
import io.trunkline.core.testing.InMemoryPresenceStore;
import io.trunkline.core.testing.InMemorySubscriptionStore;
import io.trunkline.core.testing.Wizz;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.route.Identity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Letting an entity into a room, and taking it and its connections out again. */
class RoomGrantsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final RoomName ROOM = RoomName.parse("order:o-9");
    private static final EntityRef DRIVER = Wizz.driver().entity();
    private static final Standing HIM = new Standing.Of(DRIVER);
    private static final RoomName FILE = RoomName.parse("file:f-1");
    private static final Standing BRANCH = Standing.parse("branch:b-1");
    private static final ConnectionId A = new ConnectionId("a");
    private static final ConnectionId B = new ConnectionId("b");

    private final InMemoryAppRegistry registry = new InMemoryAppRegistry(Wizz.sharded(Map.of("entity", 3)));
    private final InMemoryGrantStore grants = new InMemoryGrantStore();
    private final InMemorySubscriptionStore subscriptions = new InMemorySubscriptionStore();
    private final InMemoryConnectionStore connections = new InMemoryConnectionStore();
    private final RoomGrants members = new RoomGrants(
            registry,
            grants,
            connections,
            subscriptions,
            new RoomPresence(registry, new InMemoryPresenceStore()),
            InstantSource.fixed(NOW));

    private void joins(ConnectionId connection, RoomName room) {
        subscriptions.join(
                List.of(at(RoomShards.joined(registry.tenant(Wizz.ID).orElseThrow(), room, connection), connection)));
    }

    private static Subscription at(RoomShard shard, ConnectionId connection) {
        return new Subscription(
                shard, connection, new GatewayEndpoint("api", "dev"), "trunkline.v1", NOW.plusSeconds(60));
    }

    @Test
    void everyConnectionOfTheEntityLeavesTheRoomAndNoOther() {
        RoomName own = new RoomName.Entity(DRIVER);
        for (ConnectionId connection : List.of(A, B)) {
            joins(connection, own);
        }
        joins(A, ROOM);
        ConnectionId other = new ConnectionId("other");
        joins(other, ROOM);
        members.grant(Wizz.ID, ROOM, HIM);

        assertThat(members.revoke(Wizz.ID, ROOM, HIM)).isEqualTo(new MembersOutcome.Done(1));

        assertThat(grants.isGranted(new RoomKey(Wizz.ID, ROOM), DRIVER)).isFalse();
        assertThat(subscriptions.roomsOf(A))
                .extracting(shard -> shard.room().name())
                .containsExactly(own);
        assertThat(subscriptions.roomsOf(other)).hasSize(1);
        assertThat(members.revoke(Wizz.ID, ROOM, HIM)).isEqualTo(new MembersOutcome.Done(0));
    }

    @Test
    void aSubscriptionInTheShardOfAnOlderDefinitionGoesToo() {
        joins(A, new RoomName.Entity(DRIVER));
        subscriptions.join(List.of(at(new RoomShard(new RoomKey(Wizz.ID, ROOM), 7), A)));

        assertThat(members.revoke(Wizz.ID, ROOM, HIM)).isEqualTo(new MembersOutcome.Done(1));
    }

    @Test
    void whatIsNotJoinedByGrantOrNotDeclaredIsRefused() {
        assertThat(code(members.grant(Wizz.ID, RoomName.parse("news:today"), HIM)))
                .isEqualTo(RejectionCode.NOT_BY_GRANT);
        assertThat(code(members.revoke(Wizz.ID, new RoomName.All(), HIM))).isEqualTo(RejectionCode.NOT_BY_GRANT);
        assertThat(code(members.grant(Wizz.ID, ROOM, Standing.parse("robot/r-1"))))
                .isEqualTo(RejectionCode.BAD_FIELD);
    }

    @Test
    void membersAreListedInPages() {
        for (String id : List.of("d-1", "d-2", "d-3")) {
            members.grant(Wizz.ID, ROOM, Standing.parse("driver/" + id));
        }

        assertThat(members.page(Wizz.ID, ROOM, Optional.empty(), 2))
                .isInstanceOfSatisfying(MembersOutcome.Page.class, first -> {
                    assertThat(first.page().entities()).hasSize(2);
                    assertThat(members.page(Wizz.ID, ROOM, first.page().next(), 2))
                            .isInstanceOfSatisfying(MembersOutcome.Page.class, second -> {
                                assertThat(second.page().entities()).hasSize(1);
                                assertThat(second.page().next()).isEmpty();
                            });
                });
    }

    private void isThere(ConnectionId id, Identity identity) {
        connections.save(new Connection(
                id,
                new Principal(identity, Optional.empty(), Optional.empty(), NOW.plusSeconds(60)),
                new GatewayEndpoint("api", "dev"),
                "trunkline.v1",
                Optional.empty(),
                NOW,
                NOW.plusSeconds(60)));
    }

    @Test
    void aBranchThatIsTakenOutLeavesWithThoseWhomNothingElseLetsIn() {
        isThere(A, Wizz.driver());
        isThere(B, Wizz.merchant());
        joins(A, FILE);
        joins(B, FILE);
        members.grant(Wizz.ID, FILE, BRANCH);
        members.grant(Wizz.ID, FILE, HIM);

        assertThat(members.revoke(Wizz.ID, FILE, BRANCH)).isEqualTo(new MembersOutcome.Done(1));

        assertThat(subscriptions.roomsOf(A)).hasSize(1);
        assertThat(subscriptions.roomsOf(B)).isEmpty();
        assertThat(members.revoke(Wizz.ID, FILE, HIM)).isEqualTo(new MembersOutcome.Done(1));
        assertThat(subscriptions.roomsOf(A)).isEmpty();
    }

    @Test
    void anEntityThatIsTakenOutStaysByItsBranch() {
        isThere(A, Wizz.driver());
        joins(A, FILE);
        members.grant(Wizz.ID, FILE, BRANCH);
        members.grant(Wizz.ID, FILE, HIM);

        assertThat(members.revoke(Wizz.ID, FILE, HIM)).isEqualTo(new MembersOutcome.Done(0));
        assertThat(subscriptions.roomsOf(A)).hasSize(1);
    }

    @Test
    void whoseRowIsGoneLeaves() {
        joins(A, FILE);

        assertThat(members.revoke(Wizz.ID, FILE, BRANCH)).isEqualTo(new MembersOutcome.Done(1));
    }

    @Test
    void aScopeIsLetInWhereTheRuleSaysSo() {
        assertThat(members.grant(Wizz.ID, FILE, BRANCH)).isEqualTo(new MembersOutcome.Done(0));
        assertThat(code(members.grant(Wizz.ID, ROOM, BRANCH))).isEqualTo(RejectionCode.BAD_FIELD);
        assertThat(code(members.grant(Wizz.ID, FILE, Standing.parse("region:r-1"))))
                .isEqualTo(RejectionCode.BAD_FIELD);
    }

    private static RejectionCode code(MembersOutcome outcome) {
        return outcome instanceof MembersOutcome.Refused(var rejection) ? rejection.code() : RejectionCode.INTERNAL;
    }
}
