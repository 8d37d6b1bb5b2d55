package io.streamlab.join.config;

import java.util.Locale;

/** Which texts of the stream and of the reference table count as equal. */
public enum JoinComparison {
    EXACT(false, false),
    TRIMMED(true, false),
    IGNORE_CASE(false, true),
    TRIMMED_IGNORE_CASE(true, true);

    private final boolean trims;
    private final boolean ignoresCase;

    JoinComparison(boolean trims, boolean ignoresCase) {
        this.trims = trims;
        this.ignoresCase = ignoresCase;
    }

    /**
     * Returns the text to compare instead: two texts match if their results are equal. Trimmed is white space of every kind,
     * the no-break space too; without case means what upper and then lower case make of it in no particular language.
     *
     * @param text may be null, and is null then
     */
    public String compared(String text) {
        if (text == null) {
            return null;
        }
        String trimmed = trims ? trim(text) : text;
        // Upper case first: the sharp s and SS, or the two small sigmas, are one letter only there.
        return ignoresCase ? trimmed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT) : trimmed;
    }

    private static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (start < end && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    /** Returns the word in the argument. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
