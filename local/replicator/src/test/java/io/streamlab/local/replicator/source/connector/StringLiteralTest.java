package io.streamlab.local.replicator.source.connector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StringLiteralTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "'a,b'|a,b",
                "'it''s'|it's",
                "''''|'",
                "'c\\\\d'|c\\d",
                "'\\\\'''|\\'",
                "'a\\\\,b'|a\\,b",
                "'\"q\"'|\"q\"",
                "\"it's \"\"q\"\"\"|it's \"q\"",
                "'\\'\\%'|'%"
            })
    void literalStandsForAString(String literal, String value) {
        assertThat(StringLiteral.valueOf(literal)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a,b", "it's", "'", "''", "\\", "\\'", "a\\,b", "\"", "\n", "😀", "trailing \\"})
    void stringIsReadBackFromItsLiteral(String value) {
        assertThat(StringLiteral.valueOf(StringLiteral.of(value))).isEqualTo(value);
    }
}
