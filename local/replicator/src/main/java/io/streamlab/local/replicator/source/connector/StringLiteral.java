package io.streamlab.local.replicator.source.connector;

/** A string as SHOW CREATE TABLE writes it. */
final class StringLiteral {

    private StringLiteral() {}

    /**
     * Returns the string that a literal stands for.
     *
     * @param literal with its quotes, for instance {@code 'it''s'} or {@code 'C:\\Temp'}
     */
    static String valueOf(String literal) {
        char quote = literal.charAt(0);
        StringBuilder value = new StringBuilder();
        for (int i = 1; i < literal.length() - 1; i++) {
            char letter = literal.charAt(i);
            if (letter == '\\') {
                i++;
                value.append(unescaped(literal.charAt(i)));
            } else {
                value.append(letter);
                if (letter == quote) {
                    // A quote is doubled.
                    i++;
                }
            }
        }
        return value.toString();
    }

    /** Returns the literal of a string. */
    static String of(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    private static char unescaped(char letter) {
        return switch (letter) {
            case '0' -> '\0';
            case 'b' -> '\b';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'Z' -> '\u001a';
            default -> letter;
        };
    }
}
