package io.streamlab.local.replicator.mapping;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A schema or table name in an object locator, with the wildcards of the DMS guide: {@code %} for any characters, {@code _}
 * for one, {@code [ab]} and {@code [a-d]} for one of a set, {@code [_]} for an underscore. Upper and lower case differ.
 */
final class NamePattern {

    private final String text;
    private final Pattern pattern;

    private NamePattern(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException if a bracket is not closed or encloses nothing
     */
    static NamePattern withWildcards(String text) {
        StringBuilder expression = new StringBuilder();
        int position = 0;
        while (position < text.length()) {
            char character = text.charAt(position);
            if (character == '[') {
                int end = text.indexOf(']', position);
                if (end <= position + 1) {
                    throw new IllegalArgumentException("'" + text + "' has a '[' without a set of characters and ']'");
                }
                expression.append(characterClass(text.substring(position + 1, end)));
                position = end + 1;
            } else {
                expression.append(
                        switch (character) {
                            case '%' -> ".*";
                            case '_' -> ".";
                            default -> Pattern.quote(String.valueOf(character));
                        });
                position++;
            }
        }
        try {
            return new NamePattern(text, Pattern.compile(expression.toString(), Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("'" + text + "' has a range that ends before it starts", e);
        }
    }

    static NamePattern literal(String text) {
        return new NamePattern(text, Pattern.compile(Pattern.quote(text)));
    }

    boolean matches(String name) {
        return pattern.matcher(name).matches();
    }

    @Override
    public String toString() {
        return text;
    }

    /** Returns a class in which every character but the hyphen of a range stands for itself. */
    private static String characterClass(String characters) {
        StringBuilder set = new StringBuilder("[");
        for (char character : characters.toCharArray()) {
            if ("\\[]^&".indexOf(character) >= 0) {
                set.append('\\');
            }
            set.append(character);
        }
        return set.append(']').toString();
    }
}
