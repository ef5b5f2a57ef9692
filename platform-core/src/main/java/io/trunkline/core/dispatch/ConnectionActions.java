package io.trunkline.core.dispatch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Moments;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.routing.route.Identity;
import java.time.InstantSource;

/**
 * hello, ping and status: answered from what the frame's event carries, so they cost no request to anything. In both
 * answers {@code expiresAt} is the token's, the one end that a client can put off.
 */
final class ConnectionActions {
    private final InstantSource clock;

    ConnectionActions(InstantSource clock) {
        this.clock = clock;
    }

    ServerEvent hello(ClientAction.Hello action, ActionContext context) {
        return Answers.reply(action, self(context).put("serverTime", Moments.text(clock.instant())));
    }

    /** Who a connection is, as it is told itself. */
    static ObjectNode self(ActionContext context) {
        Principal principal = context.principal();
        Identity identity = principal.identity();
        ObjectNode data = Answers.data();
        data.put("connectionId", context.connection().value());
        data.put("tenant", identity.tenant().value());
        data.put("app", identity.app().app().value());
        data.put("entity", identity.entity().toString());
        data.put("user", identity.user());
        ArrayNode roles = data.putArray("roles");
        identity.roles().stream().sorted().forEach(roles::add);
        data.put("dialect", context.dialect());
        data.put("connectedAt", Moments.text(context.connectedAt()));
        data.put("expiresAt", Moments.text(principal.expiresAt()));
        return data;
    }

    ServerEvent ping(ClientAction.Ping action) {
        return Answers.reply(action, Answers.data().put("at", Moments.text(clock.instant())));
    }

    ServerEvent status(ClientAction.Status action, ActionContext context) {
        ObjectNode data = Answers.data()
                .put("connectedAt", Moments.text(context.connectedAt()))
                .put("dialect", context.dialect())
                .put("expiresAt", Moments.text(context.principal().expiresAt()));
        context.platform().ifPresent(platform -> data.put("platform", platform));
        return Answers.reply(action, data);
    }
}
