package io.trunkline.lambda.event;

import io.trunkline.core.auth.AuthOutcome.Waiting;
import io.trunkline.routing.key.AppKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The authorizer's context of a client that was let in without a token, which {@link PrincipalContext} never is. */
public final class WaitingContext {
    private static final String APP = "waitsFor";
    private static final String DIALECT = "dialect";
    private static final String SUBPROTOCOL = "subprotocol";

    /** What of a handshake counts once the client is somebody; no later event repeats it. */
    private static final List<String> SAID = List.of("platform", "deviceId", "userAgent");

    /** A client's own texts, so there is an end to them. */
    private static final int LONGEST = 256;

    /**
     * What a context says.
     *
     * @param said what the client's handshake said of it, by {@code platform}, {@code deviceId} and {@code userAgent}
     */
    public record Read(Waiting waiting, Map<String, String> said) {
        public Read {
            said = Map.copyOf(said);
        }
    }

    private WaitingContext() {}

    /** The context of a client that waits, with what its handshake {@code event} said of it. */
    public static Map<String, String> write(Waiting waiting, GatewayEvent event) {
        Map<String, String> context = new HashMap<>();
        context.put(APP, waiting.app().toString());
        context.put(DIALECT, waiting.dialect());
        waiting.subprotocol().ifPresent(name -> context.put(SUBPROTOCOL, name));
        Map<String, String> said = new HashMap<>(event.query());
        said.remove("userAgent");
        Optional.ofNullable(event.headers().get("user-agent")).ifPresent(agent -> said.put("userAgent", agent));
        SAID.forEach(name -> Optional.ofNullable(said.get(name))
                .ifPresent(text -> context.put(name, text.substring(0, Math.min(LONGEST, text.length())))));
        return context;
    }

    /** What {@link #write} wrote; empty where there is no such context. Throws on a context that is damaged. */
    public static Optional<Read> read(Map<String, String> context) {
        String app = context.get(APP);
        String dialect = context.get(DIALECT);
        if (app == null) {
            return Optional.empty();
        }
        if (dialect == null) {
            throw new IllegalArgumentException("the authorizer's context lacks the dialect");
        }
        Map<String, String> said = new HashMap<>(context);
        said.keySet().retainAll(SAID);
        return Optional.of(
                new Read(new Waiting(AppKey.parse(app), dialect, Optional.ofNullable(context.get(SUBPROTOCOL))), said));
    }
}
