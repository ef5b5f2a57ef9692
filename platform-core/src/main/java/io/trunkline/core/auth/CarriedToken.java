package io.trunkline.core.auth;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Where a client puts its token or ticket: query, header (a token only), or subprotocol. */
sealed interface CarriedToken {
    record Found(String token) implements CarriedToken {
        /** Names no token. */
        @Override
        public String toString() {
            return "Found[…]";
        }
    }

    record ForTicket(String ticket) implements CarriedToken {
        /** Names no ticket. */
        @Override
        public String toString() {
            return "ForTicket[…]";
        }
    }

    /** Neither of the two. */
    record None() implements CarriedToken {}

    record Unusable(String detail) implements CarriedToken {}

    /** Longest token, in characters; every header of a request has to fit in 10 KB on API Gateway. */
    int MAX_LENGTH = 8192;

    /** The one token that {@code handshake} carries; two that differ are a client's fault, and no guess is made. */
    static CarriedToken of(Handshake handshake) {
        Set<String> tokens = new LinkedHashSet<>();
        handshake.queryParameter("token").ifPresent(tokens::add);
        // some proxies and older clients keep a copy where nobody takes it away
        Stream.of("authorization", "x-authorization")
                .flatMap(name -> handshake.header(name).stream())
                .map(CarriedToken::withoutScheme)
                .forEach(tokens::add);
        inSubprotocols(handshake, "bearer.").forEach(tokens::add);
        tokens.removeIf(String::isEmpty);
        Set<String> tickets = new LinkedHashSet<>();
        handshake.queryParameter("ticket").ifPresent(tickets::add);
        inSubprotocols(handshake, "ticket.").forEach(tickets::add);
        tickets.removeIf(String::isEmpty);
        if (tokens.isEmpty() && tickets.isEmpty()) {
            return new None();
        }
        if (tokens.size() + tickets.size() > 1) {
            return new Unusable("several tokens or tickets that differ");
        }
        if (!tickets.isEmpty()) {
            return new ForTicket(tickets.iterator().next());
        }
        String token = tokens.iterator().next();
        return token.length() > MAX_LENGTH ? new Unusable("token over 8 KB") : new Found(token);
    }

    private static Stream<String> inSubprotocols(Handshake handshake, String prefix) {
        return handshake.subprotocols().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()));
    }

    private static String withoutScheme(String header) {
        String value = header.strip();
        return value.toLowerCase(Locale.ROOT).startsWith("bearer ")
                ? value.substring("bearer ".length()).strip()
                : value;
    }
}
