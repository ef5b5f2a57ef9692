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
 * @param queues what it does with the fan-out queue
 * @param tellsEvents whether it puts events on the bus, where one is set
 */
public record FunctionAccess(
        Set<TableAction> connections,
        Set<TableAction> subscriptions,
        Set<TableAction> roomsOfConnection,
        Set<TableAction> registry,
        Set<TableAction> events,
        Set<ConnectionsMethod> posts,
        boolean readsSecrets,
        QueueUse queues,
        boolean tellsEvents) {

    /** Actions of DynamoDB as IAM knows them. A transaction has none of its own: it needs those of its parts. */
    public enum TableAction {
        GET_ITEM("GetItem"),
        PUT_ITEM("PutItem"),
        UPDATE_ITEM("UpdateItem"),
        DELETE_ITEM("DeleteItem"),
        BATCH_GET_ITEM("BatchGetItem"),
        QUERY("Query"),
        SCAN("Scan"),
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

    /** What a function does with the fan-out queue and its dead letters. */
    public enum QueueUse {
        NONE,
        /** Puts in what it leaves. */
        SENDS,
        /** Is called with its messages, and puts in what it leaves of them. */
        SERVES
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
                        // the list of revocations, and a ticket, which is used up by deleting it
                        Set.of(TableAction.QUERY, TableAction.DELETE_ITEM),
                        Set.of(),
                        true,
                        QueueUse.NONE,
                        false);
            case WEBSOCKET ->
                new FunctionAccess(
                        // where a user has one session, the rows of their others
                        Set.of(
                                TableAction.GET_ITEM,
                                TableAction.BATCH_GET_ITEM,
                                TableAction.PUT_ITEM,
                                TableAction.UPDATE_ITEM,
                                TableAction.DELETE_ITEM),
                        Set.of(
                                TableAction.PUT_ITEM,
                                TableAction.DELETE_ITEM,
                                TableAction.BATCH_WRITE_ITEM,
                                TableAction.QUERY),
                        Set.of(TableAction.QUERY),
                        // as the authorizer, for a refresh and where an older API has no authorizer of ours; grants
                        Set.of(TableAction.GET_ITEM, TableAction.BATCH_GET_ITEM, TableAction.QUERY),
                        // counters, presence, claims, leases, tickets, hours of use, revoked sessions; durable rooms'
                        // heads and
                        // events, which a transaction puts and updates
                        Set.of(
                                TableAction.GET_ITEM,
                                TableAction.PUT_ITEM,
                                TableAction.UPDATE_ITEM,
                                TableAction.DELETE_ITEM,
                                TableAction.BATCH_WRITE_ITEM,
                                TableAction.QUERY),
                        Set.of(ConnectionsMethod.values()),
                        true,
                        QueueUse.SENDS,
                        true);
            case HTTP ->
                new FunctionAccess(
                        // a post that meets a connection that is gone takes its rows out; a forced logout reads them
                        Set.of(
                                TableAction.GET_ITEM,
                                TableAction.BATCH_GET_ITEM,
                                TableAction.UPDATE_ITEM,
                                TableAction.DELETE_ITEM),
                        Set.of(TableAction.QUERY, TableAction.DELETE_ITEM, TableAction.BATCH_WRITE_ITEM),
                        Set.of(TableAction.QUERY),
                        // grants and memberships, and each tenant's key for cursors
                        Set.of(
                                TableAction.GET_ITEM,
                                TableAction.BATCH_GET_ITEM,
                                TableAction.QUERY,
                                TableAction.PUT_ITEM,
                                TableAction.DELETE_ITEM),
                        // as above, and the revocations of a forced logout
                        Set.of(
                                TableAction.GET_ITEM,
                                TableAction.PUT_ITEM,
                                TableAction.UPDATE_ITEM,
                                TableAction.DELETE_ITEM,
                                TableAction.QUERY,
                                TableAction.BATCH_WRITE_ITEM),
                        Set.of(ConnectionsMethod.values()),
                        true,
                        QueueUse.SENDS,
                        true);
            case SWEEP ->
                new FunctionAccess(
                        Set.of(
                                TableAction.SCAN,
                                TableAction.GET_ITEM,
                                TableAction.BATCH_GET_ITEM,
                                TableAction.UPDATE_ITEM,
                                TableAction.DELETE_ITEM),
                        // to tell a room who has left it
                        Set.of(TableAction.QUERY, TableAction.DELETE_ITEM, TableAction.BATCH_WRITE_ITEM),
                        Set.of(TableAction.SCAN, TableAction.QUERY),
                        Set.of(TableAction.GET_ITEM),
                        // its own lease and places; counts of connections; presence and its reminders; hours of use
                        Set.of(
                                TableAction.GET_ITEM,
                                TableAction.PUT_ITEM,
                                TableAction.UPDATE_ITEM,
                                TableAction.DELETE_ITEM,
                                TableAction.QUERY),
                        Set.of(ConnectionsMethod.values()),
                        false,
                        QueueUse.SENDS,
                        false);
            case FANOUT ->
                new FunctionAccess(
                        // a post that meets a connection that is gone takes its rows out; a welcome reads the row, and
                        // so does who ends a connection that has not said who it is
                        Set.of(TableAction.GET_ITEM, TableAction.UPDATE_ITEM, TableAction.DELETE_ITEM),
                        Set.of(TableAction.QUERY, TableAction.DELETE_ITEM, TableAction.BATCH_WRITE_ITEM),
                        Set.of(TableAction.QUERY),
                        Set.of(TableAction.GET_ITEM),
                        // counts of connections, presence, hours of use
                        Set.of(TableAction.PUT_ITEM, TableAction.UPDATE_ITEM, TableAction.QUERY),
                        // those that have not said who they are in time are closed
                        Set.of(ConnectionsMethod.values()),
                        false,
                        QueueUse.SERVES,
                        false);
        };
    }
}
