package io.trunkline.core.dispatch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.routing.key.RoomName;
import java.util.Optional;

/** Answers to an action, with its id and its name on the native wire. */
final class Answers {
    private Answers() {}

    static ServerEvent reply(ClientAction action, ObjectNode data) {
        return new ServerEvent.Reply(action.id(), name(action), data);
    }

    static ServerEvent.Refused refused(ClientAction action, Rejection rejection) {
        return new ServerEvent.Refused(action.id(), Optional.of(name(action)), rejection);
    }

    static ObjectNode room(RoomName room) {
        return data().put("room", room.toString());
    }

    static ObjectNode data() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String name(ClientAction action) {
        return switch (action) {
            case ClientAction.Hello _ -> "hello";
            case ClientAction.Ping _ -> "ping";
            case ClientAction.Subscribe _ -> "subscribe";
            case ClientAction.Unsubscribe _ -> "unsubscribe";
            case ClientAction.Rooms _ -> "rooms";
            case ClientAction.Status _ -> "status";
            case ClientAction.Send _ -> "send";
            case ClientAction.Publish _ -> "publish";
            case ClientAction.History _ -> "history";
            case ClientAction.Refresh _ -> "refresh";
            case ClientAction.Authenticate _ -> "authenticate";
            case ClientAction.Presence _ -> "presence";
            case ClientAction.Latest _ -> "latest";
            case ClientAction.Bye _ -> "bye";
        };
    }
}
