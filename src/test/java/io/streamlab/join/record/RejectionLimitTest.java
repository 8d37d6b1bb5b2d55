package io.streamlab.join.record;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.columns.StreamColumns;
import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.JobConfig;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RejectionLimitTest {
    private static final JobConfig CONFIG = ExampleConfig.with();
    private static final String GOOD = "{\"uuid\": \"a\", \"orderdate\": \"1/4/10\"}";
    private static final String WITHOUT_KEY = "{\"orderdate\": \"1/4/10\"}";

    /** Three of eight are rejected: 37.5 percent. */
    private static ParsedBatch batch;

    @BeforeAll
    static void parse() {
        batch = new RecordParser(
                        StreamColumns.of(StructType.fromDDL("uuid string, orderdate string"), CONFIG.target()), CONFIG)
                .parse(KinesisRecords.of(GOOD, WITHOUT_KEY, GOOD, GOOD, "[]", GOOD, WITHOUT_KEY, GOOD));
    }

    @AfterAll
    static void close() {
        batch.close();
    }

    @Test
    void failsABatchWithMoreRejectedRecordsAndSaysWhatIsWrongWithThem() {
        assertThatThrownBy(() -> limit("max_rejected_percent", "37.4").check(batch, 7))
                .isInstanceOf(TooManyRejectedRecordsException.class)
                .hasMessage(
                        "Batch 7: 3 of its 8 records were rejected, 37.5 %, where --max_rejected_percent is 37.4. Most "
                                + "of them, 2, for MISSING_RECORD_KEY, such as: field 'uuid' is the record key and is missing or "
                                + "null. They are kept in s3://streamlab/rejected, and nothing of the batch is in the table. The "
                                + "batch is tried again at the next start: with a higher limit, or once the catalog and the options "
                                + "fit its records");
    }

    @Test
    void letsABatchPassThatDoesNotExceedIt() {
        assertThatCode(() -> limit("max_rejected_percent", "37.5").check(batch, 7))
                .doesNotThrowAnyException();
    }

    @Test
    void isOffByDefault() {
        assertThatCode(() -> limit().check(batch, 7)).doesNotThrowAnyException();
    }

    private static RejectionLimit limit(String... options) {
        return new RejectionLimit(ExampleConfig.with(options).batch());
    }
}
