package io.trunkline.migration.template.text;

/** From the parser's count of characters, in which an emoji is one, to Java's, in which it is two. */
final class Offsets {
    private static final int[] SAME = {};

    private final int[] table;

    private Offsets(int[] table) {
        this.table = table;
    }

    static Offsets of(String text) {
        int points = text.codePointCount(0, text.length());
        if (points == text.length()) {
            return new Offsets(SAME);
        }
        int[] table = new int[points + 1];
        int at = 0;
        for (int point = 0; point < points; point++) {
            table[point] = at;
            at += Character.charCount(text.codePointAt(at));
        }
        table[points] = at;
        return new Offsets(table);
    }

    int utf16(int point) {
        return table.length == 0 ? point : table[Math.min(point, table.length - 1)];
    }
}
