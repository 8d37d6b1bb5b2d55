package io.streamlab.local.replicator.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DynamoDbNumberTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.0000, 0",
        "-1234.5000, -1234.5",
        "1E+2, 100",
        "18446744073709551615, 18446744073709551615",
        "12345678901234567890123456789012345678, 12345678901234567890123456789012345678",
        "12345678901234567890123456789012345678000, 12345678901234567890123456789012345678000",
    })
    void numberIsWrittenPlainly(BigDecimal number, String written) throws RejectedRowException {
        assertThat(DynamoDbNumber.attribute(number).n()).isEqualTo(written);
    }

    @Test
    void thirtyNineDigitsAreRejected() {
        assertThatThrownBy(() -> DynamoDbNumber.attribute(new BigDecimal("1234567890123456789012345678901234567.89")))
                .isInstanceOf(RejectedRowException.class)
                .hasMessage(
                        "1234567890123456789012345678901234567.89 has 39 significant digits and DynamoDB's Number holds"
                                + " 38; map it as a string");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E-130", "9.9999999999999999999999999999999999999E+125", "-1E+125"})
    void numberAtTheEdgeOfTheRangeIsTaken(BigDecimal number) throws RejectedRowException {
        assertThat(new BigDecimal(DynamoDbNumber.attribute(number).n())).isEqualByComparingTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9E-131", "1E+126", "-1E+300"})
    void numberOutsideTheRangeIsRejected(BigDecimal number) {
        assertThatThrownBy(() -> DynamoDbNumber.attribute(number))
                .isInstanceOf(RejectedRowException.class)
                .hasMessage(
                        number + " is outside the range of DynamoDB's Number, 1E-130 to 9.99E+125; map it as a string");
    }
}
