package io.streamlab.local.replicator.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {

    @ParameterizedTest
    @CsvSource({
        "country, country, true",
        "country, countries, false",
        "country, Country, false",
        "%, anything, true",
        "c%y, country, true",
        "c%y, county2, false",
        "DMS%, DMS_1, true",
        "t_1, tx1, true",
        "t_1, t1, false",
        "t[_]1, t_1, true",
        "t[_]1, tx1, false",
        "t[ab], tb, true",
        "t[ab], tc, false",
        "t[a-d]1, tc1, true",
        "t[a-d]1, te1, false",
        "t[^a], t^, true",
        "t[^a], tb, false",
        "a.b, axb, false",
    })
    void matchesAsTheGuideSays(String pattern, String name, boolean matches) {
        assertThat(NamePattern.withWildcards(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void literalHasNoWildcards() {
        assertThat(NamePattern.literal("a%").matches("a%")).isTrue();
        assertThat(NamePattern.literal("a%").matches("ab")).isFalse();
    }

    @Test
    void unclosedSetIsRefused() {
        assertThatThrownBy(() -> NamePattern.withWildcards("t[ab"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'t[ab' has a '[' without a set of characters and ']'");
        assertThatThrownBy(() -> NamePattern.withWildcards("t[]"))
                .hasMessage("'t[]' has a '[' without a set of characters and ']'");
    }

    @Test
    void rangeThatEndsBeforeItStartsIsRefused() {
        assertThatThrownBy(() -> NamePattern.withWildcards("t[d-a]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'t[d-a]' has a range that ends before it starts");
    }
}
