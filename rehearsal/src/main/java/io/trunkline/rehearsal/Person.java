package io.trunkline.rehearsal;

/**
 * Who a client is.
 *
 * @param serial its number among all clients
 * @param entity whom it stands for, {@code merchant/business_00001}
 * @param token of its app's own back end; the older app may ignore it
 */
record Person(int serial, String entity, String user, String token) {
    /** The entity without its type. */
    String id() {
        return entity.substring(entity.indexOf('/') + 1);
    }
}
