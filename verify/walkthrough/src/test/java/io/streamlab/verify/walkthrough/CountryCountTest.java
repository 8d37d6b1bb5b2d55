package io.streamlab.verify.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CountryCountTest {
    @Test
    void showsEveryNameWithItsRowsBeforeAndAfter() {
        String table = CountryCount.sideBySide(CountryCount.changes(
                List.of(new CountryCount("IN", "IN-India", 4), new CountryCount(null, null, 2)),
                List.of(
                        new CountryCount(null, null, 3),
                        new CountryCount("IN", "IN-India", 4),
                        new CountryCount("IN", "IN-IND-India", 10))));

        assertThat(table)
                .isEqualTo(
                        """
                          code  combinedname  rows before  rows after
                          ----  ------------  -----------  ----------
                          IN    IN-IND-India  0            10
                          IN    IN-India      4            4
                          NULL  (no match)    2            3
                        """);
    }
}
