package io.trunkline.core.dispatch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.app.Retention;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.history.HistoryStore;
import io.trunkline.core.history.ResumeJson;
import io.trunkline.core.history.ResumeResult;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.EventJson;
import io.trunkline.core.message.Position;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.policy.PolicyVerdict;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.core.wire.FrameSize;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** history, and what subscribe tells of a durable room. Who may join a room may ask for its history. */
final class HistoryActions {
    /** Reads for the latest event of a room that events go on coming to. */
    private static final int LATEST_READS = 3;

    /** More than one, as those that come in meanwhile are read along. */
    private static final int USUAL_EVENTS = 10;

    private final HistoryStore histories;
    private final RoomPolicy policy;
    private final InstantSource clock;

    HistoryActions(HistoryStore histories, RoomPolicy policy, InstantSource clock) {
        this.histories = histories;
        this.policy = policy;
        this.clock = clock;
    }

    ServerEvent history(ClientAction.History action, ActionContext context, Tenant tenant) {
        return switch (policy.mayJoin(tenant, context.principal().identity(), action.room())) {
            case PolicyVerdict.Denied(var rejection) -> Answers.refused(action, rejection);
            case PolicyVerdict.Allowed() ->
                tenant.retentionOf(action.room())
                        .map(retention -> Answers.reply(
                                action, resumed(tenant, action.room(), action.since(), action.limit(), retention)))
                        .orElseGet(() -> Answers.refused(action, Rejection.of(RejectionCode.NOT_DURABLE)));
        };
    }

    ServerEvent latest(ClientAction.Latest action, ActionContext context, Tenant tenant) {
        return switch (policy.mayJoin(tenant, context.principal().identity(), action.room())) {
            case PolicyVerdict.Denied(var rejection) -> Answers.refused(action, rejection);
            case PolicyVerdict.Allowed() ->
                tenant.retentionOf(action.room())
                        .map(retention -> Answers.reply(action, latest(tenant, action.room(), retention)))
                        .orElseGet(() -> Answers.refused(action, Rejection.of(RejectionCode.NOT_DURABLE)));
        };
    }

    /** Read anew where events come in meanwhile, a few times: whoever subscribed first gets those as well. */
    private ObjectNode latest(Tenant tenant, RoomName room, Retention retention) {
        RoomKey key = new RoomKey(tenant.id(), room);
        Instant now = clock.instant();
        Position position = histories.position(key, retention, now);
        Optional<ServerEvent.Published> event = Optional.empty();
        boolean more = position.offset() > 0;
        for (int reads = 0; more && reads < LATEST_READS; reads++) {
            more = false;
            Position before =
                    new Position(position.epoch(), event.isPresent() ? position.offset() : position.offset() - 1);
            if (histories.read(key, Optional.of(before), USUAL_EVENTS, retention, now)
                            instanceof ResumeResult.Recovered recovered
                    && !recovered.events().isEmpty()) {
                event = Optional.of(recovered.events().getLast());
                position = recovered.position();
                more = recovered.more();
            }
        }
        ObjectNode data = Answers.room(room).put("position", position.toString());
        event.ifPresent(last -> data.set("latest", EventJson.of(last)));
        return data;
    }

    /**
     * What the reply to a subscribe says: what was missed, or where the history stands. To be asked once the room is
     * joined: whatever is appended later than this reads is delivered, so nothing falls between the two.
     */
    ObjectNode joined(Tenant tenant, RoomName room, Optional<Position> since, Retention retention) {
        return since.isPresent()
                ? resumed(tenant, room, since, ClientAction.History.USUAL_EVENTS, retention)
                : Answers.room(room)
                        .put(
                                "position",
                                histories
                                        .position(new RoomKey(tenant.id(), room), retention, clock.instant())
                                        .toString());
    }

    private ObjectNode resumed(Tenant tenant, RoomName room, Optional<Position> since, int limit, Retention retention) {
        ObjectNode data = Answers.room(room);
        data.set(
                "resume",
                ResumeJson.of(
                        histories.read(new RoomKey(tenant.id(), room), since, limit, retention, clock.instant()),
                        FrameSize.MAX_REPLY_EVENTS_BYTES));
        return data;
    }
}
