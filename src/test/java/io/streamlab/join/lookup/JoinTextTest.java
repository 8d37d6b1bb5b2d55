package io.streamlab.join.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class JoinTextTest {
    @Property
    void hasTheParts(@ForAll("parts") List<String> parts) {
        String text = JoinText.of(parts.toArray(new String[0]));

        assertThat(JoinText.parts(text, parts.size())).containsExactlyElementsOf(parts);
    }

    @Property
    void differsForOtherParts(@ForAll("pairs") List<String> one, @ForAll("pairs") List<String> other) {
        boolean isSame = JoinText.of(one.toArray(new String[0])).equals(JoinText.of(other.toArray(new String[0])));

        assertThat(isSame).isEqualTo(one.equals(other));
    }

    @Test
    void tellsNullFromTheTextOfNull() {
        assertThat(JoinText.of("a", null)).isEqualTo("a,\\N");
        assertThat(JoinText.of("a", "\\N")).isEqualTo("a,\\\\N");
        assertThat(JoinText.of((String) null)).isNull();
        assertThat(JoinText.parts(null, 2)).containsExactly(null, null);
    }

    @Provide
    Arbitrary<List<String>> parts() {
        return part().list().ofMinSize(1).ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<String>> pairs() {
        return part().list().ofSize(2);
    }

    private static Arbitrary<String> part() {
        return Arbitraries.strings().withChars("\\,Na ").ofMaxLength(4).injectNull(0.2);
    }
}
