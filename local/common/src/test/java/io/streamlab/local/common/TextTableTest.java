package io.streamlab.local.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamlab.local.common.TextTable.Style;
import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void markdownHasColumnsAsWideAsTheirLongestCell() {
        TextTable table = new TextTable(Style.MARKDOWN, "Arm", "s");
        table.add("ours", "1.2");
        table.add("the other one", "12.3");

        assertThat(table)
                .hasToString(
                        """
                        | Arm           | s    |
                        |---------------|------|
                        | ours          | 1.2  |
                        | the other one | 12.3 |
                        """);
    }

    @Test
    void plainTableHasALineUnderItsHeading() {
        TextTable table = new TextTable(Style.PLAIN, "code", "rows");
        table.add("IN", "1000000");

        assertThat(table.lines()).containsExactly("  code  rows", "  ----  -------", "  IN    1000000");
    }

    @Test
    void framedTableCountsCharactersAndNotTheirHalves() {
        TextTable table = new TextTable(Style.FRAMED, "a");
        table.add("\uD83D\uDE00x");

        assertThat(table.lines()).containsExactly("+----+", "| a  |", "+----+", "| \uD83D\uDE00x |", "+----+");
    }

    @Test
    void refusesARowThatDoesNotFitTheHeading() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TextTable(Style.MARKDOWN, "Arm", "s").add("ours"))
                .withMessage("a row has 1 cells, the heading 2");
    }
}
