package io.streamlab.join.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class SortableTextTest {
    @Property(tries = 500)
    void textsOfLongsHaveTheOrderOfTheLongs(@ForAll long a, @ForAll long b) {
        assertSameOrder(new SortableText().add(a), new SortableText().add(b), Long.compare(a, b));
    }

    @Property(tries = 500)
    void textsOfDoublesHaveTheOrderOfTheDoubles(@ForAll double a, @ForAll double b) {
        assertSameOrder(new SortableText().add(a), new SortableText().add(b), Double.compare(a + 0.0, b + 0.0));
    }

    @Property(tries = 500)
    void textsOfDecimalsHaveTheOrderOfTheDecimals(@ForAll("decimals") BigDecimal a, @ForAll("decimals") BigDecimal b) {
        assertSameOrder(new SortableText().add(a), new SortableText().add(b), a.compareTo(b));
    }

    @Property(tries = 500)
    void textsOfNaturalNumbersHaveTheOrderOfTheNumbers(
            @ForAll("naturals") BigInteger a, @ForAll("naturals") BigInteger b) {
        assertSameOrder(new SortableText().addNatural(a), new SortableText().addNatural(b), a.compareTo(b));
    }

    @Property(tries = 1000)
    void textsOfStringsHaveTheOrderOfTheirBytes(@ForAll("strings") String a, @ForAll("strings") String b) {
        assertSameOrder(
                new SortableText().add(a),
                new SortableText().add(b),
                Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8)));
    }

    @Property(tries = 1000)
    void theFirstPlaceWhereTwoDifferDecides(
            @ForAll("strings") String a,
            @ForAll("naturals") BigInteger aNumber,
            @ForAll("strings") String b,
            @ForAll("naturals") BigInteger bNumber) {
        int byString = Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));
        assertSameOrder(
                new SortableText().add(a).addNatural(aNumber),
                new SortableText().add(b).addNatural(bNumber),
                byString != 0 ? byString : aNumber.compareTo(bNumber));
    }

    @Example
    void textsAreShort() {
        assertThat(new SortableText().add(Instant.parse("2026-01-31T12:00:00Z")))
                .asString()
                .hasSize(13)
                .isEqualTo(new SortableText().add(1_769_860_800_000_000L).toString());
        assertThat(new SortableText()
                        .addNatural(new BigInteger("49590338271490256608559692538361571095921575989136588898")))
                .asString()
                .hasSize(38);
        assertThat(new SortableText().addNatural(BigInteger.ZERO)).hasToString("010");
        assertThat(new SortableText().add("9/24/12")).hasToString("9/24/12 ");
        assertThat(new SortableText().add("a é")).hasToString("a!20~c3~a9 ");
    }

    private static void assertSameOrder(SortableText a, SortableText b, int expected) {
        assertThat(Integer.signum(a.toString().compareTo(b.toString()))).isEqualTo(Integer.signum(expected));
        assertThat(a.toString()).isPrintable().isASCII();
    }

    @Property(tries = 500)
    void tellsTheInstantThatWasAddedFirst(
            @ForAll @LongRange(min = -62_135_596_800_000_000L, max = 253_402_300_799_999_999L) long micros) {
        Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);

        assertThat(SortableText.firstInstant(new SortableText()
                        .add(instant)
                        .addNatural(BigInteger.TEN)
                        .toString()))
                .isEqualTo(instant);
    }

    @Provide
    Arbitrary<BigDecimal> decimals() {
        BigInteger greatest = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);
        return Arbitraries.bigIntegers().between(greatest.negate(), greatest).map(value -> new BigDecimal(value, 6));
    }

    @Provide
    Arbitrary<BigInteger> naturals() {
        return Arbitraries.bigIntegers().between(BigInteger.ZERO, BigInteger.TEN.pow(128));
    }

    /** Few different characters, so that many begin alike; those that are escaped, and those that UTF-16 orders otherwise. */
    @Provide
    Arbitrary<String> strings() {
        return Arbitraries.of("a", "b", " ", "!", "\"", "~", "}", "\u0000", "\u007f", "é", "\uffee", "😀")
                .list()
                .ofMaxSize(4)
                .map(characters -> String.join("", characters));
    }
}
