package io.trunkline.infra.cost;

import java.time.Duration;

/**
 * A month of use.
 *
 * @param connections open at any moment, on average, day and night
 * @param messagesPerHour that each connection sends
 * @param recipients connections that each message reaches
 * @param kilobytes of a message
 * @param session from a connect to its disconnect; API Gateway ends it after two hours
 * @param pingsPerHour JSON pings of each connection; those of the WebSocket protocol itself cost nothing
 * @param publishesPerHour by backends, all together
 * @param handler a function's run, on average
 * @param cold share of the invocations that start an environment
 * @param tenants with metrics of their own
 * @param eventBus whether a bus is told of connections and publishes
 */
public record Traffic(
        double connections,
        double messagesPerHour,
        double recipients,
        double kilobytes,
        Duration session,
        double pingsPerHour,
        double publishesPerHour,
        Duration handler,
        double cold,
        int tenants,
        boolean eventBus) {
    /** Hours of a month, as AWS counts them. */
    public static final double HOURS = 730;

    private static final Duration LONGEST = Duration.ofHours(2);

    public Traffic {
        if (connections < 0 || messagesPerHour < 0 || recipients < 0 || pingsPerHour < 0 || publishesPerHour < 0) {
            throw new IllegalArgumentException("a number of anything is 0 or more");
        }
        if (kilobytes <= 0 || kilobytes > 128) {
            throw new IllegalArgumentException("a message has up to 128 KB");
        }
        if (session.isNegative() || session.isZero() || session.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a session lasts up to two hours: API Gateway ends it then");
        }
        if (cold < 0 || cold > 1) {
            throw new IllegalArgumentException("a share is between 0 and 1");
        }
    }

    /** Connects in the month; nobody's connection is kept for longer than a session. */
    double connects() {
        return connections * HOURS / (session.toSeconds() / 3600.0);
    }

    double messages() {
        return connections * messagesPerHour * HOURS;
    }

    double pings() {
        return connections * pingsPerHour * HOURS;
    }

    double publishes() {
        return publishesPerHour * HOURS;
    }
}
