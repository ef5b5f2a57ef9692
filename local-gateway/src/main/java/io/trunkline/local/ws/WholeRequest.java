package io.trunkline.local.ws;

import io.netty.handler.codec.http.HttpRequest;

/**
 * An HTTP request with all of its body.
 *
 * @param tooLarge whether the body was larger than any that is taken; it is left out then
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WholeRequest(HttpRequest head, byte[] body, boolean tooLarge) {
    String path() {
        int query = head.uri().indexOf('?');
        return query < 0 ? head.uri() : head.uri().substring(0, query);
    }

    String query() {
        int query = head.uri().indexOf('?');
        return query < 0 ? "" : head.uri().substring(query + 1);
    }
}
