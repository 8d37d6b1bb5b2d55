package io.streamlab.join.columns;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.join.text.TimeText;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderingFieldTest {
    @ParameterizedTest
    @CsvSource({"date,M/d/yy,DATE", "timestamp,iso,TIMESTAMP", "timestamp,epoch_millis,TIMESTAMP", "bigint,iso,BIGINT"})
    void refusesAFormatThatTheTypeDoesNotHave(String type, String format, String shown) {
        assertThat(field(type, format).problems())
                .containsExactly("--ordering_format is '" + format + "', but the ordering field 'o' is of type " + shown
                        + ": give none, which takes the order of the type");
    }

    @ParameterizedTest
    @CsvSource({
        "string,M/d/yy",
        "string,epoch_seconds",
        "bigint,epoch_seconds",
        "'decimal(10,2)',epoch_millis",
        "date,none"
    })
    void takesAFormatThatTheTypeHas(String type, String format) {
        assertThat(field(type, format).problems()).isEmpty();
    }

    @Test
    void aFieldThatDoesNotExistIsFoundElsewhere() {
        assertThat(new OrderingField(new StructType().add("k", "string"), "o", Optional.of(TimeText.of("iso")))
                        .problems())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "string,M/d/yy,o as a point in time",
        "string,iso,o as a point in time",
        "bigint,epoch_millis,o as a point in time",
        "date,none,o as a point in time",
        "timestamp,none,o as a point in time",
        "string,none,o as STRING",
        "boolean,none,o as BOOLEAN",
        "tinyint,none,o as a whole number",
        "bigint,none,o as a whole number",
        "float,none,o as a floating-point number",
        "double,none,o as a floating-point number",
        "'decimal(10,2)',none,o as a decimal with 2 digits after the point",
        "'decimal(38,2)',none,o as a decimal with 2 digits after the point",
        "'decimal(10,0)',none,o as a decimal with 0 digits after the point",
    })
    void definitionIsTheSameForWhatCanBeCompared(String type, String format, String definition) {
        assertThat(field(type, format).definition()).isEqualTo(definition);
    }

    private static OrderingField field(String type, String format) {
        return new OrderingField(
                new StructType().add("k", "string").add("o", type),
                "o",
                format.equals("none") ? Optional.empty() : Optional.of(TimeText.of(format)));
    }
}
