package io.trunkline.migration.template.text;

import java.util.regex.Pattern;

/** Questions about the lines of a text, by the index of a character in them. */
record Lines(String text) {
    private static final Pattern BANNER = Pattern.compile("#+\\s*[-=#*~_─━]{3,}.*", Pattern.DOTALL);

    /** Where the line of {@code at} begins. */
    int start(int at) {
        return text.lastIndexOf('\n', at - 1) + 1;
    }

    /** Where the line of {@code at} ends, before its line break. */
    int end(int at) {
        int end = text.indexOf('\n', at);
        if (end < 0) {
            return text.length();
        }
        return end > at && text.charAt(end - 1) == '\r' ? end - 1 : end;
    }

    /** Where the line after that of {@code at} begins, or the end of the text. */
    int next(int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end + 1;
    }

    String line(int start) {
        return text.substring(start, end(start));
    }

    boolean blank(int start) {
        return line(start).isBlank();
    }

    boolean comment(int start) {
        return line(start).stripLeading().startsWith("#");
    }

    boolean banner(int start) {
        return BANNER.matcher(line(start).strip()).matches();
    }

    int indent(int start) {
        String line = line(start);
        return line.length() - line.stripLeading().length();
    }

    /** Whether nothing but spaces stands before {@code at} on its line. */
    boolean startsLine(int at) {
        return text.substring(start(at), at).isBlank();
    }

    /** Where the comments begin that stand directly above {@code at}, as far indented as it. */
    int attached(int at) {
        int first = start(at);
        int column = at - first;
        while (first > 0) {
            int above = start(first - 1);
            if (!comment(above) || indent(above) != column) {
                break;
            }
            first = above;
        }
        return first;
    }

    /** Whether a rule, as over a section, is among the comments between {@code from} and {@code to}. */
    boolean hasBanner(int from, int to) {
        for (int line = from; line < to; line = next(line)) {
            if (banner(line)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Where the line begins that follows what ends at {@code end} and the comments indented deeper than {@code column}.
     */
    int after(int end, int column) {
        int behind = next(end);
        for (int line = behind; line < text.length(); line = next(line)) {
            if (comment(line) && indent(line) > column) {
                behind = next(line);
            } else if (!blank(line)) {
                break;
            }
        }
        return behind;
    }

    /** Skips blank lines from the start of a line on. */
    int skipBlank(int line) {
        int at = line;
        while (at < text.length() && blank(at)) {
            at = next(at);
        }
        return at;
    }

    /** Where the blank lines begin that stand directly above the line that starts at {@code line}. */
    int blanksAbove(int line) {
        int first = line;
        while (first > 0 && blank(start(first - 1))) {
            first = start(first - 1);
        }
        return first;
    }
}
