package io.streamlab.kinesis.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.Record;

class AggregatedRecordsTest {

    private static final Instant ARRIVAL = Instant.parse("2026-01-31T08:00:00.123Z");
    private static final Instant MONOTONE_ARRIVAL = ARRIVAL.plusMillis(7);

    /** Made by com.amazonaws:amazon-kinesis-aggregator 1.0.3 of three records, the second with an explicit hash key. */
    private static final byte[] MADE_BY_AWS = HexFormat.of()
            .parseHex("f3899ac20a05616c7068610a04626574611226353836303638323635323238353033343039343537"
                    + "333632343032353430313237353033323912093132333435363738391a0b080010001a0566697273"
                    + "741a0c080110011a067365636f6e641a0b080010001a05746869726497127c08c58faa5f95e6840f"
                    + "df18dfde");

    @Test
    void recordOfAnotherLibraryIsSplit() {
        List<UserRecord> records = split(record(MADE_BY_AWS));

        assertThat(records).extracting(AggregatedRecordsTest::text).containsExactly("first", "second", "third");
        assertThat(records).extracting(UserRecord::partitionKey).containsExactly("alpha", "beta", "alpha");
        assertThat(records).extracting(UserRecord::subSequenceNumber).containsExactly(0L, 1L, 2L);
        assertThat(records).extracting(UserRecord::sequenceNumber).containsOnly("4966");
        assertThat(records).extracting(UserRecord::arrival).containsOnly(ARRIVAL);
        assertThat(records).extracting(UserRecord::monotoneArrival).containsOnly(MONOTONE_ARRIVAL);
    }

    @Test
    void explicitHashKeysAreRead() {
        assertThat(split(record(MADE_BY_AWS)))
                .extracting(record -> record.explicitHashKey().orElse(null))
                .containsExactly(
                        "58606826522850340945736240254012750329",
                        "123456789",
                        "58606826522850340945736240254012750329");
    }

    @Test
    void recordsOfAProto3ProducerAreSplit() {
        SdkBytes packed = AggregatedRecordWriter.proto3()
                .add("alpha", "first")
                .add("beta", "second")
                .add("alpha", "")
                .add("beta", "")
                .bytes();

        List<UserRecord> records = split(record(packed.asByteArray()));

        assertThat(records).extracting(AggregatedRecordsTest::text).containsExactly("first", "second", "", "");
        assertThat(records).extracting(UserRecord::partitionKey).containsExactly("alpha", "beta", "alpha", "beta");
        assertThat(records).extracting(UserRecord::subSequenceNumber).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void explicitHashKeyThatAProto3ProducerLeftOutMayBeTheFirst() {
        SdkBytes packed = AggregatedRecordWriter.proto3()
                .add("alpha", "17", "first")
                .add("beta", "18", "second")
                .bytes();

        assertThat(split(record(packed.asByteArray())))
                .extracting(record -> record.explicitHashKey().orElse(null), record -> record.possibleHashKey()
                        .orElse(null))
                .containsExactly(tuple(null, "17"), tuple("18", null));
    }

    @Test
    void recordOfAnAggregateWithoutAnyKeyStaysWhole() {
        assertStaysWhole(aggregated(new byte[] {0x1A, 0x03, 0x1A, 0x01, 0x41}));
        assertStaysWhole(aggregated(new byte[] {0x1A, 0x00}));
    }

    @Test
    void plainRecordStaysWhole() {
        assertThat(split(record("{\"uuid\":1}".getBytes(StandardCharsets.UTF_8))))
                .singleElement()
                .satisfies(record -> {
                    assertThat(text(record)).isEqualTo("{\"uuid\":1}");
                    assertThat(record.partitionKey()).isEqualTo("outer");
                    assertThat(record.subSequenceNumber()).isZero();
                });
    }

    @Test
    void recordWithAWrongChecksumStaysWhole() {
        byte[] broken = MADE_BY_AWS.clone();
        broken[10]++;

        assertStaysWhole(broken);
    }

    @Test
    void recordWithAnotherMessageStaysWhole() {
        assertStaysWhole(aggregated(new byte[] {0x1A, 0x05, 0x08, 0x07, 0x1A, 0x01, 0x41})); // key index 7 of none
        assertStaysWhole(aggregated(new byte[] {0x1A, 0x7F})); // longer than it is
        assertStaysWhole(aggregated(new byte[] {0x18, 0x01})); // records as a number
        assertStaysWhole(aggregated(new byte[] {0x0F})); // a wire type that does not exist
    }

    @Test
    void magicAloneStaysWhole() {
        assertStaysWhole(Arrays.copyOf(MADE_BY_AWS, 4));
    }

    @Test
    void aggregateOfNothingHoldsNothing() {
        assertThat(split(record(aggregated(new byte[0])))).isEmpty();
    }

    @Property(tries = 200)
    void whatWasPackedComesOut(@ForAll @Size(max = 40) List<String> texts) {
        AggregatedRecordWriter writer = new AggregatedRecordWriter();
        texts.forEach(text -> writer.add("key " + text.length(), text));

        List<UserRecord> records = split(record(writer.bytes().asByteArray()));

        List<String> encodable = texts.stream()
                .map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .toList();
        assertThat(records).extracting(AggregatedRecordsTest::text).isEqualTo(encodable);
    }

    @Property(tries = 200)
    void noPayloadIsTooOdd(@ForAll byte[] message) {
        assertThat(split(record(aggregated(message)))).isNotNull();
    }

    private static List<UserRecord> split(Record record) {
        return AggregatedRecords.split(record, MONOTONE_ARRIVAL);
    }

    private static void assertStaysWhole(byte[] data) {
        assertThat(split(record(data))).singleElement().satisfies(record -> assertThat(record.data())
                .isEqualTo(data));
    }

    private static byte[] aggregated(byte[] message) {
        byte[] magic = Arrays.copyOf(MADE_BY_AWS, 4);
        byte[] whole = Arrays.copyOf(magic, 4 + message.length + 16);
        System.arraycopy(message, 0, whole, 4, message.length);
        System.arraycopy(AggregatedRecordWriter.md5(message), 0, whole, 4 + message.length, 16);
        return whole;
    }

    private static Record record(byte[] data) {
        return Record.builder()
                .data(SdkBytes.fromByteArray(data))
                .partitionKey("outer")
                .sequenceNumber("4966")
                .approximateArrivalTimestamp(ARRIVAL)
                .build();
    }

    private static String text(UserRecord record) {
        return new String(record.data(), StandardCharsets.UTF_8);
    }
}
