package io.trunkline.migration.template.text;

/**
 * An include that was not followed.
 *
 * @param at the scalar, as it is written
 * @param why in words
 */
public record Unread(YamlNode at, String why) {}
