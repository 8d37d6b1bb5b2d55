package io.streamlab.join.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class KeyAttributeTest {
    private final KeyAttribute text = KeyAttribute.ofPartitionKey("k", ScalarAttributeType.S);
    private final KeyAttribute sortText = KeyAttribute.ofSortKey("k", ScalarAttributeType.S);
    private final KeyAttribute number = KeyAttribute.ofPartitionKey("k", ScalarAttributeType.N);
    private final KeyAttribute bytes = KeyAttribute.ofPartitionKey("k", ScalarAttributeType.B);

    @Test
    void looksTextsUpAsTheyAre() {
        assertThat(text.textOf(" India\u0000\u00e9")).isEqualTo(" India\u0000\u00e9");
        assertThat(text.valueOf("India")).isEqualTo(AttributeValue.fromS("India"));
        assertThat(text.textOf("\ud83d\ude00")).isEqualTo("\ud83d\ude00");
    }

    @Test
    void looksNothingUpThatCannotBeAKey() {
        assertThat(text.textOf(null)).isNull();
        assertThat(text.textOf("")).isNull();
        assertThat(text.textOf("\ud83d")).as("half of a character").isNull();
        assertThat(text.textOf("a".repeat(2_048))).isNotNull();
        assertThat(text.textOf("a".repeat(2_049))).isNull();
        assertThat(text.textOf("\u00e9".repeat(1_025))).as("2,050 bytes").isNull();
        assertThat(sortText.textOf("a".repeat(1_024))).isNotNull();
        assertThat(sortText.textOf("a".repeat(1_025))).isNull();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1.50, 1.5", "0.00, 0", "-0, 0", "100, 1E+2", "1e2, 1E+2", "0012, 12"})
    void looksEqualNumbersUpOnce(String value, String asked) {
        assertThat(number.textOf(value)).isEqualTo(asked);
        assertThat(number.textOf(new BigDecimal(value))).isEqualTo(asked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "India",
                "1,5",
                " 1",
                "NaN",
                "1e126",
                "1e-131",
                "1e2147483647",
                "123456789012345678901234567890123456789"
            })
    void looksNoNumberUpThatDynamoDbCannotHold(String value) {
        assertThat(number.textOf(value)).isNull();
    }

    @Test
    void saysWhichColumnsItCanServe() {
        assertThat(text.problemWith(DataTypes.StringType)).isEmpty();
        assertThat(number.problemWith(DataTypes.StringType)).isEmpty();
        assertThat(number.problemWith(DataTypes.LongType)).isEmpty();
        assertThat(number.problemWith(DataTypes.createDecimalType(38, 10))).isEmpty();
        assertThat(text.problemWith(DataTypes.IntegerType)).isPresent();
        assertThat(text.problemWith(DataTypes.TimestampType)).isPresent();
        assertThat(number.problemWith(DataTypes.DoubleType)).isPresent();
        assertThat(bytes.problemWith(DataTypes.StringType)).isPresent();
        assertThat(bytes.problemWith(DataTypes.BinaryType)).isPresent();
    }
}
