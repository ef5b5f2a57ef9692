package io.trunkline.core.app;

import java.util.OptionalInt;

/**
 * How much of a tenant's doings there may be in a time. What is given holds over all function environments and is
 * counted in DynamoDB; where one is absent, the platform's default holds in each environment by itself.
 *
 * @param messagesPerMinute frames that one connection sends
 * @param messagesPerMinutePerUser frames that one user sends, over all connections and apps
 * @param joinsPerMinute rooms that one connection asks to join
 * @param publishesPerSecond events that the tenant publishes, over sockets and HTTP; counted over ten seconds
 * @param bytesPerSecond what these events hold; counted over ten seconds
 * @param freePings pings and hellos of a connection in a minute and environment that are not counted
 */
public record TenantRates(
        OptionalInt messagesPerMinute,
        OptionalInt messagesPerMinutePerUser,
        OptionalInt joinsPerMinute,
        OptionalInt publishesPerSecond,
        OptionalInt bytesPerSecond,
        OptionalInt freePings) {
    /** Nothing but the defaults. */
    public static final TenantRates DEFAULTS = new TenantRates(
            OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

    /** With as many free pings as usual. */
    public TenantRates(
            OptionalInt messagesPerMinute,
            OptionalInt messagesPerMinutePerUser,
            OptionalInt joinsPerMinute,
            OptionalInt publishesPerSecond,
            OptionalInt bytesPerSecond) {
        this(
                messagesPerMinute,
                messagesPerMinutePerUser,
                joinsPerMinute,
                publishesPerSecond,
                bytesPerSecond,
                OptionalInt.empty());
    }
}
