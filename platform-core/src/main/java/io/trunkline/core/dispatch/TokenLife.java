package io.trunkline.core.dispatch;

import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.EntityMapping;
import io.trunkline.core.auth.AuthOutcome;
import io.trunkline.core.auth.Authenticator;
import io.trunkline.core.auth.Handshake;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Moments;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.revocation.Revocations;
import io.trunkline.routing.route.Identity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a connection's token still lets it act, and refresh. The gateway repeats the token that the connection was
 * opened with, so a connection is read from its row only once that one has expired: it may have been refreshed.
 */
public final class TokenLife {
    private static final Logger LOG = LoggerFactory.getLogger(TokenLife.class);

    /** How long past its token's expiry a connection may still act: the skew that verification allows, too. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private final AppRegistry registry;
    private final Authenticator authenticator;
    private final ConnectionStore connections;
    private final Revocations revocations;
    private final InstantSource clock;
    private final RefreshedTokens refreshed;

    /** @param authenticator must deny revoked tokens itself */
    public TokenLife(
            AppRegistry registry,
            Authenticator authenticator,
            ConnectionStore connections,
            Revocations revocations,
            InstantSource clock) {
        this.registry = registry;
        this.authenticator = authenticator;
        this.connections = connections;
        this.revocations = revocations;
        this.clock = clock;
        this.refreshed = new RefreshedTokens(connections, clock);
    }

    /** Why the connection may not do {@code action}, if anything speaks against it. */
    Optional<Rejection> objection(ClientAction action, ActionContext context) {
        return switch (action) {
            case ClientAction.Hello _, ClientAction.Ping _, ClientAction.Bye _ -> Optional.empty();
            case ClientAction.Status _ -> expired(context);
            case ClientAction.Refresh _, ClientAction.Authenticate _ -> revoked(context.principal(), context);
            case ClientAction.Subscribe _,
                    ClientAction.Unsubscribe _,
                    ClientAction.Rooms _,
                    ClientAction.Send _,
                    ClientAction.Publish _,
                    ClientAction.History _,
                    ClientAction.Latest _,
                    ClientAction.Presence _ -> expired(context).or(() -> revoked(context.principal(), context));
        };
    }

    /** A token that was revoked before it was refreshed keeps its connection revoked. */
    private Optional<Rejection> revoked(Principal principal, ActionContext context) {
        return revocations
                .of(principal, Optional.of(context.connection()))
                .map(_ -> Rejection.of(RejectionCode.REVOKED));
    }

    private Optional<Rejection> expired(ActionContext context) {
        if (!hasExpired(context.principal())) {
            return Optional.empty();
        }
        Optional<Principal> newer = refreshed.of(context.connection()).filter(principal -> !hasExpired(principal));
        return newer.isPresent()
                ? revoked(newer.get(), context)
                : Optional.of(Rejection.of(RejectionCode.TOKEN_EXPIRED));
    }

    private boolean hasExpired(Principal principal) {
        return clock.instant().isAfter(principal.expiresAt().plus(SKEW));
    }

    /**
     * Verifies the new token as a connect to the same app would, and stores its times where it speaks for the very same
     * identity. Other roles or scopes are other rooms, which a connection keeps until it ends, so those are refused.
     */
    ServerEvent refresh(ClientAction.Refresh action, ActionContext context) {
        return renewed(
                action,
                action.token(),
                context,
                newer -> Answers.reply(action, Answers.data().put("expiresAt", Moments.text(newer.expiresAt()))));
    }

    /** Whoever says once more who they are, as after a reconnect of their own, is answered as the first time. */
    ServerEvent authenticateAgain(ClientAction.Authenticate action, ActionContext context) {
        return renewed(
                action,
                action.token(),
                context,
                newer -> Answers.reply(action, ConnectionActions.self(context.with(newer))));
    }

    private ServerEvent renewed(
            ClientAction action, String token, ActionContext context, Function<Principal, ServerEvent> answer) {
        Identity identity = context.principal().identity();
        return switch (authenticator.authenticate(handshake(identity, token))) {
            case AuthOutcome.Denied denied -> {
                LOG.info("refresh denied connection={} detail={}", context.connection(), denied.detail());
                yield Answers.refused(action, denied.rejection());
            }
            case AuthOutcome.Waiting _ -> Answers.refused(action, Rejection.of(RejectionCode.UNAUTHORIZED));
            case AuthOutcome.Accepted accepted ->
                accepted.principal().identity().equals(identity)
                        ? store(action, context, accepted.principal(), answer)
                        : Answers.refused(action, Rejection.of(RejectionCode.REFRESH_REFUSED));
        };
    }

    private ServerEvent store(
            ClientAction action, ActionContext context, Principal principal, Function<Principal, ServerEvent> answer) {
        if (!connections.refresh(context.connection(), principal)) {
            return Answers.refused(
                    action, new Rejection(RejectionCode.UNAUTHORIZED, "The connection is ending; open a new one."));
        }
        refreshed.put(context.connection(), principal);
        return answer.apply(principal);
    }

    /** A handshake that can only lead to the app and the entity that the connection has. */
    private Handshake handshake(Identity identity, String token) {
        Map<String, String> query = new HashMap<>();
        registry.tenant(identity.tenant())
                .flatMap(tenant -> tenant.app(identity.app().app()))
                .ifPresent(app -> app.issuers().forEach(issuer -> {
                    if (issuer.claims().entity() instanceof EntityMapping.Membership membership) {
                        query.put(membership.selectedBy(), identity.entity().id());
                    }
                }));
        query.put("app", identity.app().toString());
        query.put("token", token);
        return new Handshake("", "", Map.of(), query, List.of());
    }
}
