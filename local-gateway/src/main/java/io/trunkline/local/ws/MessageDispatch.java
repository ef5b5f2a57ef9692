package io.trunkline.local.ws;

import io.trunkline.local.event.ConnectedClient;
import io.trunkline.local.event.DisconnectCause;
import io.trunkline.local.event.RequestStamp;
import io.trunkline.local.route.IntegrationResponse;
import io.trunkline.local.route.InvokeOutcome;
import io.trunkline.local.route.SelectedRoute;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a connection's messages, and its end, to their functions. Blocks: for virtual threads. */
final class MessageDispatch {
    private static final Logger LOG = LoggerFactory.getLogger(MessageDispatch.class);

    private final Services services;

    MessageDispatch(Services services) {
        this.services = services;
    }

    void message(GatewayConnection connection, String text, RequestStamp stamp) {
        ConnectedClient client = connection.client();
        Optional<SelectedRoute> selected = services.api().routes().select(text);
        if (selected.isEmpty()) {
            connection.reply(ErrorFrames.forbidden(client.connectionId(), stamp.requestId()));
            return;
        }
        SelectedRoute route = selected.get();
        byte[] event = services.events()
                .message(client, route.routeKey(), services.ids().next(), text, stamp);
        InvokeOutcome outcome =
                services.invocations().invoke(route.integration().invoker(), event);
        Optional<IntegrationResponse> response = responseOf(outcome);
        if (response.isEmpty()) {
            LOG.warn("{} on connection {} failed: {}", route.routeKey(), client.connectionId(), describe(outcome));
            connection.reply(ErrorFrames.internal(client.connectionId(), stamp.requestId()));
        } else if (route.integration().hasRouteResponse()) {
            response.get().body().ifPresent(connection::reply);
        }
    }

    void disconnect(ConnectedClient client, DisconnectCause cause) {
        services.api().routes().disconnect().ifPresent(integration -> {
            RequestStamp stamp = services.ids().stamp();
            InvokeOutcome outcome = services.invocations()
                    .invoke(integration.invoker(), services.events().disconnect(client, cause, stamp));
            // nobody is left to be told, and AWS does not try again
            if (!(outcome instanceof InvokeOutcome.Success)) {
                LOG.warn("$disconnect on connection {} failed: {}", client.connectionId(), describe(outcome));
            }
        });
    }

    /** Empty where the function failed, or returned no proxy response. */
    static Optional<IntegrationResponse> responseOf(InvokeOutcome outcome) {
        return outcome instanceof InvokeOutcome.Success(byte[] payload)
                ? IntegrationResponse.parse(payload)
                : Optional.empty();
    }

    /** One phrase for the log. */
    static String describe(InvokeOutcome outcome) {
        return switch (outcome) {
            case InvokeOutcome.Success malformed -> "it returned no response with a statusCode";
            case InvokeOutcome.FunctionError(String type, String message) -> type + ": " + message;
            case InvokeOutcome.TimedOut() -> "it timed out";
            case InvokeOutcome.Crashed() -> "its process died";
            case InvokeOutcome.Throttled() -> "it was throttled";
        };
    }
}
