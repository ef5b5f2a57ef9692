package io.trunkline.core.message;

/**
 * Halves of surrogate pairs, which JSON can name ({@code "\\ud800"}) and UTF-8 cannot carry: written raw, they would
 * reach the receiver as question marks.
 */
public final class LoneSurrogates {
    private LoneSurrogates() {}

    /** The same JSON with each lone half as an escape; beyond ASCII, JSON has nothing but the insides of strings. */
    public static String escaped(String json) {
        StringBuilder escaped = new StringBuilder();
        int copied = 0;
        int i = 0;
        while (i < json.length()) {
            int codePoint = json.codePointAt(i);
            int next = i + Character.charCount(codePoint);
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                escaped.append(json, copied, i).append("\\u").append(Integer.toHexString(codePoint));
                copied = next;
            }
            i = next;
        }
        return copied == 0 ? json : escaped.append(json, copied, json.length()).toString();
    }
}
