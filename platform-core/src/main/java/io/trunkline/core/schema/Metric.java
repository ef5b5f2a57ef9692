package io.trunkline.core.schema;

/**
 * Every metric that the functions write to CloudWatch, known to whoever emits and to whoever alarms, so that the two
 * cannot drift. {@code docs/operations.md} has a row for each, and a test holds the two together.
 *
 * <p>Each is written twice, under the dimension {@link #FUNCTION} alone and under {@link #TENANT} alone; never under
 * both, as each combination of dimensions that ever occurs is billed as a metric of its own. Those of which no tenant
 * is known are written under the function only.
 */
public enum Metric {
    /** Connections stored and in their rooms. */
    CONNECTIONS_OPENED("ConnectionsOpened", Unit.COUNT),
    /** Disconnects that the gateway told of. */
    CONNECTIONS_CLOSED("ConnectionsClosed", Unit.COUNT),
    /** Handshakes that a limit or the tenant's state turned away at $connect. */
    CONNECTIONS_TURNED_AWAY("ConnectionsTurnedAway", Unit.COUNT),
    /** Handshakes that the authorizer accepted. */
    AUTHORIZED("Authorized", Unit.COUNT),
    /** Handshakes that the authorizer denied. */
    DENIED("Denied", Unit.COUNT),
    /** Frames from clients, those that could not be read included. */
    MESSAGES_IN("MessagesIn", Unit.COUNT),
    /** Actions and requests refused with a code. */
    REJECTED("Rejected", Unit.COUNT),
    /** Events accepted and handed to delivery. */
    EVENTS_PUBLISHED("EventsPublished", Unit.COUNT),
    /** Posts that the gateway accepted. */
    DELIVERED("Delivered", Unit.COUNT),
    /** Posts to connections that were no longer there. */
    GONE("Gone", Unit.COUNT),
    /** Posts given up after the gateway had asked to slow down. */
    THROTTLED("Throttled", Unit.COUNT),
    /** Posts given up for another reason. */
    FAILED("Failed", Unit.COUNT),
    /** Deliveries of which a part was left for later, to the queue where there is one. */
    QUEUED("Queued", Unit.COUNT),
    /** From an event's acceptance to the end of its delivery. */
    PUBLISH_TO_DELIVERED("PublishToDelivered", Unit.MILLISECONDS),
    /** An invocation from its first line to its last. */
    HANDLER_DURATION("HandlerDuration", Unit.MILLISECONDS),
    /** Invocations that ended in a fault. */
    FAULTS("Faults", Unit.COUNT),
    /** Flushes of usage that DynamoDB did not take; their counts are kept for the next. */
    USAGE_FLUSH_FAILED("UsageFlushFailed", Unit.COUNT),
    /** Events that the event bus was to be told of and was not. */
    HOOK_EVENTS_LOST("HookEventsLost", Unit.COUNT),
    /** Connections that the sweep's last whole pass found stored: a level, not a sum, and of the sweep only. */
    OPEN_CONNECTIONS("OpenConnections", Unit.COUNT);

    /** Dimension whose value is {@link FunctionLayout#functionName()}. */
    public static final String FUNCTION = "Function";

    /** Dimension whose value is a tenant's id, or {@link #OTHER_TENANTS}. */
    public static final String TENANT = "Tenant";

    /** Stands for every tenant past the bound on tenants of one environment; no tenant's id holds a bracket. */
    public static final String OTHER_TENANTS = "(other)";

    /** What CloudWatch is told a value counts. */
    public enum Unit {
        COUNT,
        MILLISECONDS
    }

    private final String metricName;
    private final Unit unit;

    Metric(String metricName, Unit unit) {
        this.metricName = metricName;
        this.unit = unit;
    }

    /** The namespace of a stage's metrics: of its own, so that two stages in one account stay apart. */
    public static String namespace(TableLayout layout) {
        return "Trunkline/" + layout.ecosystem() + "_" + layout.stage();
    }

    /** The name in CloudWatch. */
    public String metricName() {
        return metricName;
    }

    public Unit unit() {
        return unit;
    }
}
