package io.trunkline.migration.template.text;

import java.util.Comparator;
import java.util.List;

/**
 * One replacement in a text.
 *
 * @param column how deep it is: of two that put something in at one place, the deeper comes first
 */
record Splice(int start, int end, String replacement, int column) {
    static String apply(String text, List<Splice> splices) {
        List<Splice> sorted = splices.stream()
                .sorted(Comparator.comparingInt(Splice::start)
                        .thenComparingInt(Splice::end)
                        .thenComparing(Splice::column, Comparator.reverseOrder()))
                .toList();
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        for (Splice splice : sorted) {
            if (splice.start < at) {
                throw new IllegalStateException("two edits meet at character " + splice.start);
            }
            out.append(text, at, splice.start).append(splice.replacement);
            at = splice.end;
        }
        return out.append(text, at, text.length()).toString();
    }
}
