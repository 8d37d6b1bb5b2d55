package io.streamlab.local.replicator.source;

import io.streamlab.local.replicator.mapping.SourceTable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statements that Debezium need not parse, because they change no replicated table. Debezium's parser does not know every
 * statement of the server: one about another table would end the replication.
 */
final class DdlFilter {

    private static final String SPACE = "(?:\\s|/\\*(?!M?!).*?\\*/|--\\s[^\\n]*\\n|#[^\\n]*\\n)";
    private static final String SPACES = SPACE + "+";
    private static final String START = "(?:" + SPACE + "|/\\*M?!\\d*|SET\\s+STATEMENT\\s.*?\\sFOR\\s)*";
    private static final String WORDS_BEFORE_TABLE =
            "(?:(?:OR|REPLACE|ONLINE|OFFLINE|IGNORE)" + SPACES + ")*TABLES?\\b";
    private static final String IF_EXISTS = "(?:IF" + SPACES + "(?:NOT" + SPACES + ")?EXISTS" + SPACES + ")?";

    private DdlFilter() {}

    /**
     * Returns a regular expression that matches the whole text of a statement if the statement changes none of the tables. The
     * expression has no comma, because Debezium splits its setting there. Debezium ignores case and lets a dot match a line's end.
     */
    static String unrelatedTo(List<SourceTable> tables) {
        String name = tables.stream()
                .map(SourceTable::name)
                .distinct()
                .map(DdlFilter::literally)
                .collect(Collectors.joining("|", "(?<![\\w$])(?:", ")(?![\\w$])"));
        String schema = "(?:[`\"]?[\\w$-]+[`\"]?" + SPACE + "*\\." + SPACE + "*)?[`\"]?";
        String named = SPACES + IF_EXISTS + schema + name;
        return "(?!" + START + "(?:"
                + "(?:CREATE|ALTER)" + SPACES + WORDS_BEFORE_TABLE + named + "|"
                + "ALTER" + SPACES + WORDS_BEFORE_TABLE + ".*\\bRENAME\\b.*" + name + "|"
                + "(?:DROP|RENAME)" + SPACES + WORDS_BEFORE_TABLE + ".*" + name + "|"
                + "TRUNCATE" + SPACES + "(?:TABLE" + SPACES + ")?" + schema + name
                + ")).*";
    }

    private static String literally(String name) {
        return name.codePoints()
                .mapToObj(letter -> Character.isLetterOrDigit(letter) || letter == '_'
                        ? Character.toString(letter)
                        : "\\x{" + Integer.toHexString(letter) + "}")
                .collect(Collectors.joining());
    }
}
