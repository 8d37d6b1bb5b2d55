package io.streamlab.local.replicator.source.connector;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decodes the text of a column as the server does when it sends the text to a client. The binary log has the bytes as they are
 * stored. Java knows most of the server's character sets, but gives some letters of latin1, sjis and others another meaning, and
 * some sets it does not know. So this class asks the server for each letter of a set that is no form of Unicode.
 */
final class CharacterDecoder {

    private static final Map<String, Charset> UNICODE = Map.of(
            "utf8", StandardCharsets.UTF_8,
            "utf8mb3", StandardCharsets.UTF_8,
            "utf8mb4", StandardCharsets.UTF_8,
            "ucs2", StandardCharsets.UTF_16BE,
            "utf16", StandardCharsets.UTF_16BE,
            "utf16le", StandardCharsets.UTF_16LE,
            "utf32", Charset.forName("UTF-32BE"));

    private static final int BYTES = 256;

    /** Only ujis and eucjpms have letters of three bytes. Each such letter begins with this byte. */
    private static final int FIRST_OF_THREE = 0x8F;

    /** What the server sends in place of bytes that are no letter. */
    private static final char NO_LETTER = '?';

    private final Map<Integer, String> letters;

    private CharacterDecoder(Map<Integer, String> letters) {
        this.letters = letters;
    }

    /** Returns the Java character set that decodes a set of the server, or empty for one that is no form of Unicode. */
    static Optional<Charset> unicode(String characterSet) {
        return Optional.ofNullable(UNICODE.get(characterSet));
    }

    /**
     * Asks the server for the letters of a character set.
     *
     * @throws SQLException if the server does not know the character set
     */
    static CharacterDecoder read(String characterSet, Connection connection) throws SQLException {
        Map<Integer, String> letters = new HashMap<>();
        try (Statement statement = connection.createStatement()) {
            readLetters(characterSet, 0, statement, letters);
            int longest = longestLetter(characterSet, statement);
            for (int first = 0; first < BYTES && longest > 1; first++) {
                if (!letters.containsKey(first)) {
                    readLetters(characterSet, first << 8, statement, letters);
                }
            }
            for (int second = 0; second < BYTES && longest > 2; second++) {
                readLetters(characterSet, (FIRST_OF_THREE << 8 | second) << 8, statement, letters);
            }
        }
        return new CharacterDecoder(letters);
    }

    private static int longestLetter(String characterSet, Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery(
                "SELECT maxlen FROM information_schema.character_sets WHERE character_set_name = '" + characterSet
                        + "'")) {
            if (!result.next()) {
                throw new SQLException("The server has no character set " + characterSet);
            }
            return result.getInt(1);
        }
    }

    /** Reads the letters whose last byte is any, and whose other bytes are given. */
    private static void readLetters(
            String characterSet, int firstBytes, Statement statement, Map<Integer, String> letters)
            throws SQLException {
        List<String> expressions = new ArrayList<>();
        for (int last = 0; last < BYTES; last++) {
            expressions.add("CHAR(" + (firstBytes | last) + " USING " + characterSet + ")");
        }
        try (ResultSet result = statement.executeQuery("SELECT " + String.join(", ", expressions))) {
            result.next();
            for (int last = 0; last < BYTES; last++) {
                String letter = result.getString(last + 1);
                // The server has NULL or nothing for bytes that are no letter, or are the beginning of one.
                if (letter != null && letter.codePointCount(0, letter.length()) == 1) {
                    letters.put(firstBytes | last, letter);
                }
            }
        }
    }

    String decode(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        int position = 0;
        while (position < bytes.length) {
            int letter = 0;
            int end = position;
            do {
                letter = letter << 8 | bytes[end++] & 0xFF;
            } while (!letters.containsKey(letter) && end < bytes.length && end - position < 3);
            if (letters.containsKey(letter)) {
                text.append(letters.get(letter));
                position = end;
            } else {
                text.append(NO_LETTER);
                position++;
            }
        }
        return text.toString();
    }
}
