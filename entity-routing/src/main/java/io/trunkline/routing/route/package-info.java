/**
 * From an identity to rooms: the rooms it joins by itself, and the rooms that an address of its means. No I/O; who may
 * join or publish to a tenant's own rooms is policy and lives in platform-core.
 */
@NullMarked
package io.trunkline.routing.route;

import org.jspecify.annotations.NullMarked;
