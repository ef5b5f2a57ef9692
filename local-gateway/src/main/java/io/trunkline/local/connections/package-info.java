/**
 * The @connections API: POST, GET and DELETE on a client's connection, with AWS Signature Version 4 verified in full.
 * Requests and answers are values here; sockets live in {@code ws}.
 */
@NullMarked
package io.trunkline.local.connections;

import org.jspecify.annotations.NullMarked;
