package io.trunkline.local.route;

/** IAM's wildcards: {@code *} stands for any run of characters, {@code ?} for one. */
public final class Wildcards {
    private Wildcards() {}

    /** Takes time in proportion to both lengths at most, whatever the pattern: no regular expression is built of it. */
    public static boolean matches(String pattern, String text, boolean ignoreCase) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && same(pattern.charAt(p), text.charAt(t), ignoreCase)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private static boolean same(char wanted, char found, boolean ignoreCase) {
        return wanted == '?'
                || wanted == found
                || (ignoreCase && Character.toLowerCase(wanted) == Character.toLowerCase(found));
    }
}
