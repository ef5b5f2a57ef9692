package io.trunkline.core.schema;

import java.util.Set;

/**
 * What a function may do, and nothing that it does not: its deployed role is made of this.
 *
 * <p>IAM cannot narrow a table down to one tenant's keys here ({@code dynamodb:LeadingKeys}): a function serves every
 * tenant, and which one is known only once a token has been verified. What holds tenants apart is the typed key; the
 * role holds the functions apart.
 *
 * @param connections actions on the connections table
 * @param subscriptions actions on the subscriptions table itself
 * @param roomsOfConnection actions on its index
 * @param registry actions on the registry table
 * @param events actions on the events table
 * @param posts methods of @connections
 * @param readsSecrets whether it reads the secrets that tenant files refer to
 */
public record FunctionAccess(
        Set<TableAction> connections,
        Set<TableAction> subscriptions,
        Set<TableAction> roomsOfConnection,
        Set<TableAction> registry,
        Set<TableAction> events,
        Set<ConnectionsMethod> posts,
        boolean readsSecrets) {

    /** Actions of DynamoDB as IAM knows them. A transaction has none of its own: it needs those of its parts. */
    public enum TableAction {
        GET_ITEM("GetItem"),
        PUT_ITEM("PutItem"),
        UPDATE_ITEM("UpdateItem"),
        DELETE_ITEM("DeleteItem"),
        QUERY("Query"),
        BATCH_WRITE_ITEM("BatchWriteItem");

        private final String operation;

        TableAction(String operation) {
            this.operation = operation;
        }

        /** The last part of the action's name, {@code GetItem}. */
        public String operation() {
            return operation;
        }
    }

    /** Methods of @connections, each an action of its own in the resource's name. */
    public enum ConnectionsMethod {
        POST,
        GET,
        DELETE
    }

    public FunctionAccess {
        connections = Set.copyOf(connections);
        subscriptions = Set.copyOf(subscriptions);
        roomsOfConnection = Set.copyOf(roomsOfConnection);
        registry = Set.copyOf(registry);
        events = Set.copyOf(events);
        posts = Set.copyOf(posts);
    }

    /** The access of {@code function}; a new function does not compile until it has its own. */
    public static FunctionAccess of(FunctionLayout function) {
        return switch (function) {
            case AUTHORIZER ->
                new FunctionAccess(
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        // what finds the app; memberships are asked for by query
                        Set.of(TableAction.GET_ITEM, TableAction.QUERY),
                        Set.of(),
                        Set.of(),
                        true);
            case WEBSOCKET ->
                new FunctionAccess(
                        Set.of(
                                TableAction.GET_ITEM,
                                TableAction.PUT_ITEM,
                                TableAction.UPDATE_ITEM,
                                TableAction.DELETE_ITEM),
                        Set.of(
                                TableAction.PUT_ITEM,
                                TableAction.DELETE_ITEM,
                                TableAction.BATCH_WRITE_ITEM,
                                TableAction.QUERY),
                        Set.of(TableAction.QUERY),
                        Set.of(TableAction.GET_ITEM),
                        // counters and hours of use; durable rooms' heads and events, which a transaction puts and
                        // updates
                        Set.of(TableAction.GET_ITEM, TableAction.PUT_ITEM, TableAction.UPDATE_ITEM, TableAction.QUERY),
                        Set.of(ConnectionsMethod.values()),
                        false);
            case HTTP ->
                new FunctionAccess(
                        // a post that meets a connection that is gone takes its rows out
                        Set.of(TableAction.UPDATE_ITEM, TableAction.DELETE_ITEM),
                        Set.of(TableAction.QUERY, TableAction.DELETE_ITEM, TableAction.BATCH_WRITE_ITEM),
                        Set.of(TableAction.QUERY),
                        Set.of(TableAction.GET_ITEM),
                        Set.of(TableAction.GET_ITEM, TableAction.PUT_ITEM, TableAction.UPDATE_ITEM, TableAction.QUERY),
                        Set.of(ConnectionsMethod.POST),
                        false);
        };
    }
}
