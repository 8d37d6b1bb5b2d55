package io.streamlab.join.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JoinComparisonTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "EXACT               | \" A b \" | \" A b \"",
                "TRIMMED             | \" A b \" | \"A b\"",
                "IGNORE_CASE         | \" A b \" | \" a b \"",
                "TRIMMED_IGNORE_CASE | \" A b \" | \"a b\""
            })
    void comparesWhatIsLeftOfAText(JoinComparison comparison, String text, String compared) {
        assertThat(comparison.compared(text)).isEqualTo(compared);
    }

    @Test
    void trimsWhiteSpaceOfEveryKind() {
        assertThat(JoinComparison.TRIMMED.compared("\u00a0\u3000\t a\u00a0b \r\n"))
                .isEqualTo("a\u00a0b");
        assertThat(JoinComparison.TRIMMED.compared(" \u2009 ")).isEmpty();
    }

    @Test
    void takesLettersForTheSameThatAreTheSameInUpperCase() {
        JoinComparison comparison = JoinComparison.IGNORE_CASE;

        assertThat(comparison.compared("Straße")).isEqualTo(comparison.compared("STRASSE"));
        assertThat(comparison.compared("I")).isEqualTo("i");
    }

    @ParameterizedTest
    @EnumSource
    void leavesNullAsItIs(JoinComparison comparison) {
        assertThat(comparison.compared(null)).isNull();
    }
}
