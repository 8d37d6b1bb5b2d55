package io.streamlab.kinesis.offset;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;

class SequenceNumbersTest {

    @Property
    void orderIsThatOfTheNumbers(
            @ForAll @BigRange(min = "0", max = "50000000000000000000000000000000000000000000000000000000")
                    BigInteger one,
            @ForAll @BigRange(min = "0", max = "50000000000000000000000000000000000000000000000000000000")
                    BigInteger other) {
        assertThat(SequenceNumbers.isAfter(one.toString(), other.toString())).isEqualTo(one.compareTo(other) > 0);
    }
}
