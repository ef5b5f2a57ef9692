package io.trunkline.routing.route;

import io.trunkline.routing.key.RoomKey;
import java.util.List;

/** What the router answers. */
public sealed interface RouteOutcome {
    /**
     * The rooms that the message goes to, without repeats. A plan may be empty: the rule is there, but the sender holds
     * no value of its scope, so there is nobody to reach.
     */
    record RoutePlan(List<RoomKey> rooms) implements RouteOutcome {
        public RoutePlan {
            rooms = List.copyOf(rooms);
        }
    }

    /**
     * No rule lets the message through.
     *
     * @param rule the name of the rule that is missing or too narrow, such as {@code customer-to-driver}
     * @param reason one sentence for the sender
     */
    record Refusal(String rule, String reason) implements RouteOutcome {}
}
