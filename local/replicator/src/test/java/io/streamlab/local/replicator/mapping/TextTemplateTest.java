package io.streamlab.local.replicator.mapping;

import static io.streamlab.local.replicator.mapping.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class TextTemplateTest {

    @Test
    void columnsTakeThePlaceOfTheirPlaceholders() {
        TextTemplate template = TextTemplate.parse("<${FirstName},${LastName}>");

        assertThat(template.fill(row("FirstName", "Randy", "LastName", "Marsh")))
                .contains("<Randy,Marsh>");
        assertThat(template.columns()).containsExactly("FirstName", "LastName");
    }

    @Test
    void valuesAreNotTemplatesThemselves() {
        assertThat(TextTemplate.parse("${a}").fill(row("a", "${b} $1 \\", "b", "no")))
                .contains("${b} $1 \\");
    }

    @Test
    void numbersKeepTheScaleOfTheirColumn() {
        assertThat(TextTemplate.parse("${price}").fill(row("price", new BigDecimal("1234.5000"))))
                .contains("1234.5000");
    }

    @Test
    void nullCountsAsNoTextNextToOtherColumns() {
        assertThat(TextTemplate.parse("${a}-${b}").fill(row("a", "x", "b", null)))
                .contains("x-");
    }

    @Test
    void nothingIsWrittenIfEveryColumnIsNull() {
        assertThat(TextTemplate.parse("${a}-${b}").fill(row("a", null, "b", null)))
                .isEmpty();
    }

    @Test
    void templateWithoutColumnsIsAConstant() {
        assertThat(TextTemplate.parse("METADATA $ { }").fill(row())).contains("METADATA $ { }");
    }

    @Test
    void unclosedPlaceholderIsRefused() {
        assertThatThrownBy(() -> TextTemplate.parse("a${code"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'a${code' has a '${' without a '}'");
    }

    @Test
    void placeholderWithoutNameIsRefused() {
        assertThatThrownBy(() -> TextTemplate.parse("a${}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'a${}' has a '${}' that names no column");
    }
}
