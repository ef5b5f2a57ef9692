package io.trunkline.migration.template.text;

/**
 * Where a node stands in its text.
 *
 * @param start index of its first character, its tag and anchor included
 * @param end index behind its last character; blank lines and comments behind it are not part of it
 * @param line of its start, from 1
 * @param column of its start, from 0
 */
public record Place(int start, int end, int line, int column) {}
