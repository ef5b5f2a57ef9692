package io.trunkline.core.auth;

import com.nimbusds.jwt.SignedJWT;
import io.trunkline.core.app.App;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.IssuerTrust;
import io.trunkline.core.app.SessionRules;
import io.trunkline.core.app.TenantStatus;
import io.trunkline.core.auth.AuthOutcome.Accepted;
import io.trunkline.core.auth.AuthOutcome.Denied;
import io.trunkline.core.auth.AuthOutcome.Waiting;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Accepts a client whose token one of its app's issuers has signed, or who has a ticket that stands for one. Who is
 * asked first: what does not prove who it is gets 401, and is not told which check failed; where it may go (tenant,
 * origin, type) is 403 and comes after.
 */
public final class JwtAuthenticator implements Authenticator {
    private static final int MAX_TOKEN_ID = 256;

    private final AppResolver apps;
    private final TokenVerifier verifier;
    private final IdentityMapper identities;
    private final Tickets tickets;
    private final Set<String> dialects;

    /** @param dialects the wire formats that this build speaks, by their subprotocol */
    public JwtAuthenticator(
            AppRegistry registry,
            MembershipStore memberships,
            SecretSource secrets,
            Tickets tickets,
            Set<String> dialects,
            InstantSource clock) {
        this.apps = new AppResolver(registry);
        this.verifier = new TokenVerifier(new KeySets(clock), secrets, clock);
        this.identities = new IdentityMapper(memberships);
        this.tickets = tickets;
        this.dialects = Set.copyOf(dialects);
    }

    @Override
    public AuthOutcome authenticate(Handshake handshake) {
        return switch (CarriedToken.of(handshake)) {
            case CarriedToken.Found found -> withToken(handshake, found.token());
            case CarriedToken.ForTicket carried -> withTicket(handshake, carried.ticket());
            case CarriedToken.None _ -> withoutToken(handshake);
            case CarriedToken.Unusable unusable -> unauthorized(unusable.detail());
        };
    }

    /** Let in to wait where the handshake itself leads to an app that has its clients say later who they are. */
    private AuthOutcome withoutToken(Handshake handshake) {
        Optional<AppResolver.Resolved> named = apps.resolve(handshake, "", List.of())
                .filter(resolved -> resolved.app().firstFrame().isPresent());
        if (named.isEmpty()) {
            return unauthorized("no token");
        }
        Optional<Denied> barred = barred(handshake, named.get());
        if (barred.isPresent()) {
            return barred.get();
        }
        Spoken spoken = spoken(handshake, named.get());
        return new Waiting(named.get().app().key(), spoken.dialect(), spoken.subprotocol());
    }

    private AuthOutcome withToken(Handshake handshake, String text) {
        Optional<ParsedToken> parsed = ParsedToken.of(text);
        if (parsed.isEmpty()) {
            return unauthorized("not a signed token");
        }
        SignedJWT token = parsed.get().token();
        String issuer = parsed.get().issuer();
        List<String> audiences = parsed.get().audiences();
        Optional<AppResolver.Resolved> resolved = apps.resolve(handshake, issuer, audiences);
        if (resolved.isEmpty()) {
            return unauthorized("no app by door, query, audience or issuer");
        }
        Optional<IssuerTrust> trust = resolved.get().app().issuers().stream()
                .filter(candidate -> candidate.issuer().orElse("").equals(issuer))
                .findFirst();
        if (trust.isEmpty()) {
            return unauthorized("the app " + resolved.get().app().key() + " does not trust the issuer");
        }
        if (resolved.get().tenant().services().stream().anyMatch(service -> service.isFor(issuer, audiences))) {
            return unauthorized(resolved.get().app().key() + ": a service's token, which is no client's");
        }
        return switch (verifier.verify(token, trust.get())) {
            case Verification.Holds holds -> verified(handshake, resolved.get(), trust.get(), holds);
            case Verification.Fails fails -> unauthorized(resolved.get().app().key() + ": " + fails.detail());
        };
    }

    private AuthOutcome verified(
            Handshake handshake, AppResolver.Resolved resolved, IssuerTrust trust, Verification.Holds holds) {
        App app = resolved.app();
        Optional<Denied> barred = barred(handshake, resolved);
        if (barred.isPresent()) {
            return barred.get();
        }
        Claims claims = new Claims(holds.payload());
        return switch (identities.map(resolved.tenant(), app, trust.claims(), claims, handshake)) {
            case IdentityMapper.Mapped.Known known -> accepted(handshake, resolved, principal(known, holds));
            case IdentityMapper.Mapped.Unknown unknown ->
                new Denied(unknown.rejection(), app.key() + ": " + unknown.detail());
        };
    }

    /** Its app must be the one that the handshake names, or else nobody is, and the ticket stays what it was. */
    private AuthOutcome withTicket(Handshake handshake, String text) {
        Optional<AppResolver.Resolved> named = apps.resolve(handshake, "", List.of());
        if (named.isEmpty() && apps.isNamed(handshake)) {
            return unauthorized("a ticket for no app that is registered");
        }
        Optional<Principal> principal =
                tickets.take(text, named.map(resolved -> resolved.app().key()));
        Optional<AppResolver.Resolved> resolved =
                principal.flatMap(of -> named.or(() -> apps.of(of.identity().app())));
        if (principal.isEmpty() || resolved.isEmpty()) {
            return unauthorized("no such ticket: used, too old, or of another app");
        }
        Optional<Denied> barred = barred(handshake, resolved.get());
        return barred.isPresent() ? barred.get() : accepted(handshake, resolved.get(), principal.get());
    }

    /** Where somebody who is who they say may not go. */
    private static Optional<Denied> barred(Handshake handshake, AppResolver.Resolved resolved) {
        App app = resolved.app();
        if (resolved.tenant().status() == TenantStatus.SUSPENDED) {
            return Optional.of(new Denied(Rejection.of(RejectionCode.FORBIDDEN_TENANT), "suspended"));
        }
        Optional<String> origin = handshake.header("origin");
        if (origin.isPresent() && !app.origins().contains("*") && !app.origins().contains(origin.get())) {
            return Optional.of(
                    new Denied(Rejection.of(RejectionCode.FORBIDDEN_ORIGIN), app.key() + ": origin not registered"));
        }
        return Optional.empty();
    }

    private AuthOutcome accepted(Handshake handshake, AppResolver.Resolved resolved, Principal principal) {
        Spoken spoken = spoken(handshake, resolved);
        SessionRules rules = resolved.app().sessions();
        // one that is not listed is refused once the connection opens, since an authorizer can say no 400
        return new Accepted(
                principal,
                spoken.dialect(),
                spoken.subprotocol(),
                rules.platform(handshake.queryParameter("platform")).filter(rules.platforms()::contains));
    }

    /** What a connection speaks, and what its handshake's answer selects. */
    private record Spoken(String dialect, Optional<String> subprotocol) {}

    private Spoken spoken(Handshake handshake, AppResolver.Resolved resolved) {
        App app = resolved.app();
        Optional<String> offered =
                handshake.subprotocols().stream().filter(dialects::contains).findFirst();
        String dialect = offered.or(() -> resolved.door().flatMap(door -> door.dialect()))
                .orElse(app.dialect());
        if (!dialects.contains(dialect)) {
            throw new IllegalStateException("this build does not speak '" + dialect + "', which is registered for "
                    + app.key() + " or its door");
        }
        return new Spoken(dialect, offered);
    }

    private static Principal principal(IdentityMapper.Mapped.Known known, Verification.Holds holds) {
        return new Principal(
                known.identity(),
                Optional.ofNullable(holds.claims().getJWTID()).filter(id -> id.length() <= MAX_TOKEN_ID),
                Optional.ofNullable(holds.claims().getIssueTime()).map(Date::toInstant),
                holds.expiresAt());
    }

    private static Denied unauthorized(String detail) {
        return new Denied(Rejection.of(RejectionCode.UNAUTHORIZED), detail);
    }
}
