package io.streamlab.verify.benchmark.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NumberedRecordTest {

    @Test
    void beginsWithItsNumberAndTheTimeOfThePut() {
        String text = new String(NumberedRecord.payload(42, 1_700_000_000_123L), StandardCharsets.US_ASCII);

        assertThat(text).hasSize(400).startsWith("000000000042 1700000000123 x").endsWith("x");
    }
}
