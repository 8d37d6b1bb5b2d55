package io.streamlab.verify.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReconciliationTest {
    @Test
    void findsNothingWhenEveryRecordIsAccountedFor() {
        assertThat(new Reconciliation(100, 5, 90, 100, 5, 5, 92, 3, 90, 0, 0, 0, 0).differences())
                .isEmpty();
    }

    @Test
    void namesEveryDifference() {
        assertThat(new Reconciliation(100, 5, 90, 99, 4, 3, 92, 3, 91, 1, 2, 3, 4).differences())
                .containsExactly(
                        "the job has read 99 records, but 100 were sent",
                        "the job has rejected 4 records, but 5 were malformed",
                        "3 records are in the table of rejected ones, but 4 were rejected",
                        "written, superseded and rejected make 99 records, but 100 were sent",
                        "the table has 91 rows, but 90 different keys were sent",
                        "1 keys that were sent are not in the table; 0 may be missing",
                        "2 keys in the table were never sent; 0 may be there",
                        "3 keys in the table are not of their newest order; 0 may be older",
                        "4 rows show a former name of their reference row; 0 may");
    }
}
