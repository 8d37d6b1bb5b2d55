package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartitionPathValuesTest {
    private final PartitionPathValues values = new PartitionPathValues();

    @Test
    void areOneForEachFolder() {
        assertThat(values.extractPartitionValuesInPath("region=Asia/orderdate_day=2026-01-31"))
                .containsExactly("Asia", "2026-01-31");
    }

    @Test
    void areDecoded() {
        assertThat(values.extractPartitionValuesInPath("region=A%2FB%3DC %25/name=S\u00fcdsee $1%5c"))
                .containsExactly("A/B=C %", "S\u00fcdsee $1\\");
    }

    @Test
    void areThePlaceOfNullWhereThereIsNone() {
        assertThat(values.extractPartitionValuesInPath("region=__HIVE_DEFAULT_PARTITION__"))
                .containsExactly("__HIVE_DEFAULT_PARTITION__");
    }

    @Test
    void areNoneInATableWithoutPartitions() {
        assertThat(values.extractPartitionValuesInPath("")).isEmpty();
    }
}
