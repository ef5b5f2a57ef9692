package io.trunkline.migration.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A record that is not carried over, with all that it says but its secrets and what is personal in it.
 *
 * @param detail what in it, where the reason alone does not say
 * @param part whether the record itself is carried over, and only this part of it is not
 */
public record Unmapped(String origin, UnmappedReason reason, String detail, ObjectNode fields, boolean part) {
    /** A whole record. */
    public static Unmapped whole(String origin, UnmappedReason reason, String detail, ObjectNode fields) {
        return new Unmapped(origin, reason, detail, fields, false);
    }

    /** A part of a record. */
    public static Unmapped part(String origin, UnmappedReason reason, String detail, ObjectNode fields) {
        return new Unmapped(origin, reason, detail, fields, true);
    }
}
