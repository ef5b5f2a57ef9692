package io.trunkline.local.route;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The routes of an API by route key, and the expression that picks one for a message. {@code $connect},
 * {@code $disconnect} and {@code $default} are each optional.
 */
public record Routes(RouteSelectionExpression selection, Map<String, Integration> byKey) {
    public static final String CONNECT = "$connect";
    public static final String DISCONNECT = "$disconnect";
    public static final String DEFAULT = "$default";

    private static final Set<String> NOT_FOR_MESSAGES = Set.of(CONNECT, DISCONNECT);

    public Routes {
        byKey = Map.copyOf(byKey);
    }

    public Optional<Integration> connect() {
        return Optional.ofNullable(byKey.get(CONNECT));
    }

    public Optional<Integration> disconnect() {
        return Optional.ofNullable(byKey.get(DISCONNECT));
    }

    /** The route of a message: what the expression picks, else {@code $default}, else none. */
    public Optional<SelectedRoute> select(String body) {
        // a client must not be able to call $connect's or $disconnect's function by naming it
        return selection
                .evaluate(body)
                .filter(key -> !NOT_FOR_MESSAGES.contains(key))
                .flatMap(this::route)
                .or(() -> route(DEFAULT));
    }

    private Optional<SelectedRoute> route(String key) {
        return Optional.ofNullable(byKey.get(key)).map(integration -> new SelectedRoute(key, integration));
    }
}
