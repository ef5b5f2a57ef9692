package io.trunkline.migration.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A record that is not carried over, with all that it says but its secrets.
 *
 * @param detail what in it, where the reason alone does not say
 */
public record Unmapped(String origin, UnmappedReason reason, String detail, ObjectNode fields) {}
