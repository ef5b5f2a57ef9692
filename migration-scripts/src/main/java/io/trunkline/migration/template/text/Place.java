package io.trunkline.migration.template.text;

/**
 * Where a node stands in its text.
 *
 * @param file what the text's file is called in messages
 * @param start index of its first character, its tag and anchor included
 * @param end index behind its last character; blank lines and comments behind it are not part of it
 * @param line of its start, from 1
 * @param column of its start, from 0
 */
public record Place(String file, int start, int end, int line, int column) {
    /** The first line of a file, for what is said of all of it. */
    public static Place top(String file) {
        return new Place(file, 0, 0, 1, 0);
    }

    /** {@code file:line}. */
    public String where() {
        return file + ":" + line;
    }
}
