package io.streamlab.verify.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ResultTableTest {

    @Test
    void isMarkdownWithColumnsAsWideAsTheirLongestValue() {
        ResultTable table = new ResultTable("Arm", "s");
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
    void refusesARowThatDoesNotFitTheHeading() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResultTable("Arm", "s").add("ours"))
                .withMessage("a row has 1 cells, the heading 2");
    }
}
