/**
 * Typed keys and their codec: tenants, apps, entities and rooms. Whatever becomes part of a stored key is made here,
 * and {@link io.trunkline.routing.key.RoomKeyCodec} is the one place that puts a key's text together. No I/O, no rules.
 */
@NullMarked
package io.trunkline.routing.key;

import org.jspecify.annotations.NullMarked;
