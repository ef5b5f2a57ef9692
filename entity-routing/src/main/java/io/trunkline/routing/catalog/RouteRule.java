package io.trunkline.routing.catalog;

import java.util.List;
import java.util.Optional;

/**
 * Lets entities of one type send some events to entities of another. What no rule lets through is refused.
 *
 * @param events at least one pattern
 * @param scope where present, the message reaches only those who share a value of this scope with the sender
 */
public record RouteRule(TypePattern from, TypePattern to, List<EventPattern> events, Optional<String> scope) {
    public RouteRule {
        events = List.copyOf(events);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("route rule " + nameOf(from, to) + " lists no events");
        }
    }

    /** The name of the rules between two types, {@code customer-to-merchant}: refusals name it, present or missing. */
    public static String nameOf(TypePattern from, TypePattern to) {
        return from + "-to-" + to;
    }

    public String name() {
        return nameOf(from, to);
    }

    public boolean allows(String event) {
        return events.stream().anyMatch(pattern -> pattern.matches(event));
    }
}
