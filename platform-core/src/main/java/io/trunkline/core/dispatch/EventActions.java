package io.trunkline.core.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.delivery.DeliveryReceipt;
import io.trunkline.core.idempotency.IdempotencyKey;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.publish.PublishOutcome;
import io.trunkline.core.publish.Publisher;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.route.Identity;
import java.util.Optional;

/** send and publish: one and the same, as everything is a room. */
final class EventActions {
    private final Publisher publisher;

    EventActions(Publisher publisher) {
        this.publisher = publisher;
    }

    ServerEvent publish(
            ClientAction action,
            RoomName address,
            String event,
            JsonNode data,
            Optional<String> idempotencyKey,
            ActionContext context) {
        Identity sender = context.principal().identity();
        Optional<IdempotencyKey> once = idempotencyKey.map(text -> IdempotencyKey.of(sender, text));
        return switch (publisher.publish(sender, address, event, data, once, context.deadline())) {
            case PublishOutcome.Published published -> published(action, published);
            case PublishOutcome.Refused(var rejection) -> Answers.refused(action, rejection);
        };
    }

    private static ServerEvent published(ClientAction action, PublishOutcome.Published published) {
        DeliveryReceipt receipt = published.receipt();
        ObjectNode data = Answers.data()
                .put("event", published.eventId())
                .put("delivered", receipt.delivered())
                .put("gone", receipt.gone())
                .put("throttled", receipt.throttled())
                .put("failed", receipt.failed())
                .put("queued", receipt.queued())
                .put("unreached", receipt.unreached());
        // an action addresses one room
        published.positions().values().forEach(position -> data.put("position", position.toString()));
        return Answers.reply(action, data);
    }
}
