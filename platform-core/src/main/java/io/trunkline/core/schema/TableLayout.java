package io.trunkline.core.schema;

/**
 * The names of the four tables of one stage, {@code WizzUser_websocket_connections_dev}.
 *
 * @param ecosystem the first part of every name; {@code WizzUser} unless set otherwise
 * @param stage dev, staging, prod …
 */
public record TableLayout(String ecosystem, String stage) {
    /** The ecosystem's name unless an operator chose another. */
    public static final String DEFAULT_ECOSYSTEM = "WizzUser";

    public String connections() {
        return name("connections");
    }

    public String subscriptions() {
        return name("subscriptions");
    }

    public String registry() {
        return name("registry");
    }

    public String events() {
        return name("events");
    }

    private String name(String table) {
        return ecosystem + "_websocket_" + table + "_" + stage;
    }
}
