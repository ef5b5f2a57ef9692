package io.trunkline.lambda.event;

import io.trunkline.core.auth.AuthOutcome.Waiting;
import io.trunkline.routing.key.AppKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The authorizer's context of a client that was let in without a token, which {@link PrincipalContext} never is. */
public final class WaitingContext {
    private static final String APP = "waitsFor";
    private static final String DIALECT = "dialect";
    private static final String SUBPROTOCOL = "subprotocol";
    private static final String PLATFORM = "platform";

    /**
     * What a context says.
     *
     * @param platform what the client said it runs on
     */
    public record Read(Waiting waiting, Optional<String> platform) {}

    private WaitingContext() {}

    /**
     * The context of a client that waits.
     *
     * @param query of the handshake, which no later event repeats
     */
    public static Map<String, String> write(Waiting waiting, Map<String, String> query) {
        Map<String, String> context = new HashMap<>();
        context.put(APP, waiting.app().toString());
        context.put(DIALECT, waiting.dialect());
        waiting.subprotocol().ifPresent(name -> context.put(SUBPROTOCOL, name));
        Optional.ofNullable(query.get(PLATFORM)).ifPresent(name -> context.put(PLATFORM, name));
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
        return Optional.of(new Read(
                new Waiting(AppKey.parse(app), dialect, Optional.ofNullable(context.get(SUBPROTOCOL))),
                Optional.ofNullable(context.get(PLATFORM))));
    }
}
