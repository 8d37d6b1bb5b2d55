package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class BucketsOfHudiTest {
    /** What the methods of 1.0.2 and 1.1.1 do with these keys was tried: docs/DECISIONS.md, 39. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "uuid | urn:uuid:1               | true",
                "uuid | abc:                     | true",
                "uuid | 12:30,foo                | true",
                "uuid | a:b,c                    | true",
                "uuid | tenant,1                 | true",
                "uuid | 2026-01-31T12:00:00,EU   | false",
                "uuid | a:b:c,d                  | false",
                "uuid | a,:a:b:1                 | false",
                "uuid | ',a:ab:'                 | false",
                "a,b  | a:1,b:2                  | true",
                "a,b  | a:1:2,b:3                | true",
                "a,b  | a:x,b:y,b:z              | true",
                "a,b  | 'a:,ab1bb,b:a:a1'        | true",
                "a,b  | a:b:b:,b:,:b:            | false",
            })
    void knowsTheKeysThatHudi1NeverEndsWith(String fields, String key, boolean ends) {
        assertThat(new BucketsOfHudi(List.of(fields.split(",")), 4, "1.0.2").has(key))
                .isEqualTo(ends);
        assertThat(new BucketsOfHudi(List.of(fields.split(",")), 4, "").has(key))
                .as("an unknown version")
                .isEqualTo(ends);
        assertThat(new BucketsOfHudi(List.of(fields.split(",")), 4, "0.14.0").has(key))
                .isTrue();
    }

    @Test
    void comparesTheBucketWithTheNameOfTheFile() {
        BucketsOfHudi buckets = new BucketsOfHudi(List.of("uuid"), 4, "0.14.0");

        assertThat(buckets.isElsewhere("urn:uuid:2", "00000001-8f3c-4bd1-0_0-1-2_20260131120000000.parquet"))
                .isFalse();
        assertThat(buckets.isElsewhere("urn:uuid:2", "00000002-8f3c-4bd1-0_0-1-2_20260131120000000.parquet"))
                .isTrue();
    }

    @Test
    void limitNamesTheKey() {
        StructType record = StructType.fromDDL("n int, k string, b string");
        KeyLimit single = new KeyLimit(new BucketsOfHudi(List.of("k"), 4, "1.0.2"), List.of("k"), record);
        KeyLimit several = new KeyLimit(new BucketsOfHudi(List.of("n", "b"), 4, "1.0.2"), List.of("n", "b"), record);

        assertThat(single.problem(RowFactory.create(1, "a:b:c,d", "x")))
                .isEqualTo(
                        "the record key 'a:b:c,d' cannot be written by this version of Hudi into a table without the "
                                + "column '_record_key': copy the table with --migrate_from");
        assertThat(single.problem(RowFactory.create(1, "a:b", "a:b:c,d"))).isNull();
        assertThat(several.problem(RowFactory.create(1, "x", "plain"))).isNull();
        assertThat(several.problem(RowFactory.create(1, "x", "b:,:b:"))).contains("the record key '1', 'b:,:b:'");
    }

    /** The comma before the date ends the loop that such a key alone never leaves. */
    @Test
    void limitKnowsThatHudiAddsThePartitionsDate() {
        StructType record = StructType.fromDDL("k string");
        List<String> columns = List.of("k", "orderdate_day");
        KeyLimit limit = new KeyLimit(new BucketsOfHudi(columns, 4, "1.0.2"), columns, record);

        assertThat(limit.problem(RowFactory.create("a:b:c,d"))).isNull();
        assertThat(limit.problem(RowFactory.create("2026-01-31T12:00:00,EU"))).isNull();
    }
}
