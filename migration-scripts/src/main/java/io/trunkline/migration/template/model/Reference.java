package io.trunkline.migration.template.model;

import io.trunkline.migration.template.text.YamlNode;

/**
 * One place that names something of the template.
 *
 * @param name the logical id, parameter, condition or mapping; for {@code SELF} the path after {@code self:}
 * @param detail the attribute, for GetAtt and for Sub with a dot
 * @param node the scalar where it stands
 */
public record Reference(Kind kind, String name, String detail, YamlNode node) {
    /** What kind of place, which decides what may be named there. */
    public enum Kind {
        REF,
        GET_ATT,
        SUB,
        CONDITION,
        MAPPING,
        DEPENDS_ON,
        SELF
    }

    /** As it is written: {@code !GetAtt Table.Arn}. */
    public String shown() {
        String dotted = detail.isEmpty() ? name : name + "." + detail;
        return switch (kind) {
            case REF -> "Ref " + name;
            case GET_ATT -> "GetAtt " + dotted;
            case SUB -> "Sub ${" + dotted + "}";
            case CONDITION -> "Condition " + name;
            case MAPPING -> "FindInMap " + name;
            case DEPENDS_ON -> "DependsOn " + name;
            case SELF -> "${self:" + name + "}";
        };
    }
}
