package io.streamlab.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlab.kinesis.record.ReadRecord;
import io.streamlab.kinesis.spark.EmulatedStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** Makes numbered records and knows every one that was sent: none may be missing, none twice, none out of order. */
public final class RecordOracle {

    private static final int KEYS = 97;
    private static final int RECORDS_PER_CALL = 500;

    private final EmulatedStream stream;
    private final String padding;
    private final Map<String, List<String>> sentByKey = new HashMap<>();
    private int sent;

    public RecordOracle(EmulatedStream stream) {
        this(stream, 0);
    }

    /** @param padding bytes added to each record */
    public RecordOracle(EmulatedStream stream, int padding) {
        this.stream = stream;
        this.padding = "x".repeat(padding);
    }

    /** Sends this many records, in calls of up to 500. */
    public synchronized void send(int count) {
        for (int remaining = count; remaining > 0; remaining -= RECORDS_PER_CALL) {
            List<PutRecordsRequestEntry> call = new ArrayList<>();
            for (int i = 0; i < Math.min(remaining, RECORDS_PER_CALL); i++) {
                call.add(next());
            }
            stream.put(call);
        }
    }

    private PutRecordsRequestEntry next() {
        String key = "key" + sent % KEYS;
        String text = key + " " + sent++ + " " + padding;
        sentByKey.computeIfAbsent(key, id -> new ArrayList<>()).add(text);
        return PutRecordsRequestEntry.builder()
                .partitionKey(key)
                .data(SdkBytes.fromString(text, StandardCharsets.UTF_8))
                .build();
    }

    public synchronized int sent() {
        return sent;
    }

    /** Records in the order in which they were read, batch after batch. */
    public synchronized void verify(Collection<ReadRecord> read) {
        Map<String, List<String>> readByKey = new TreeMap<>();
        for (ReadRecord record : read) {
            readByKey
                    .computeIfAbsent(record.partitionKey(), id -> new ArrayList<>())
                    .add(record.text());
        }
        // Counts first: a difference of a thousand records is easier to read as a number.
        assertThat(read).as("records read").hasSize(sent);
        assertThat(readByKey).isEqualTo(new TreeMap<>(sentByKey));
    }
}
