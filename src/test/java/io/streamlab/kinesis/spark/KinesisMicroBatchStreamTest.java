package io.streamlab.kinesis.spark;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.kinesis.KinesisSourceOptions;
import java.util.Map;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.execution.streaming.LongOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KinesisMicroBatchStreamTest {

    private final KinesisMicroBatchStream stream = KinesisMicroBatchStream.create(
            KinesisSourceOptions.parse(Map.of("streamName", "orders", "region", "us-east-1")),
            new ReadTotals(),
            () -> 2);

    @AfterEach
    void stop() {
        stream.stop();
    }

    @Test
    void anOffsetOfAnotherSourceIsNamed() {
        Offset foreign = new LongOffset(17);
        String message = "exact-kinesis got an offset of another source, " + LongOffset.class.getName() + ": 17";

        assertThatThrownBy(() -> stream.planInputPartitions(stream.initialOffset(), foreign))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> stream.latestOffset(foreign, ReadLimit.allAvailable()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
