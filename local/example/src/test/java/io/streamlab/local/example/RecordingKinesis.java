package io.streamlab.local.example;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/** Takes PutRecords requests, remembers them, and refuses the entries that it was told to refuse. */
final class RecordingKinesis implements KinesisClient {
    final List<PutRecordsRequest> requests = new ArrayList<>();
    private final BiPredicate<Integer, String> refuses;

    /** @param refuses given the number of the request, from 0, and the entry's partition key */
    RecordingKinesis(BiPredicate<Integer, String> refuses) {
        this.refuses = refuses;
    }

    static RecordingKinesis takingAll() {
        return new RecordingKinesis((request, partitionKey) -> false);
    }

    @Override
    public PutRecordsResponse putRecords(PutRecordsRequest request) {
        int number = requests.size();
        requests.add(request);
        List<PutRecordsResultEntry> results = request.records().stream()
                .map(entry -> refuses.test(number, entry.partitionKey()) ? refusal() : acceptance())
                .toList();
        return PutRecordsResponse.builder().records(results).build();
    }

    /** The partition keys of each request. */
    List<List<String>> partitionKeys() {
        return requests.stream()
                .map(request -> request.records().stream()
                        .map(PutRecordsRequestEntry::partitionKey)
                        .toList())
                .toList();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}

    private static PutRecordsResultEntry acceptance() {
        return PutRecordsResultEntry.builder()
                .shardId("shardId-000000000000")
                .sequenceNumber("1")
                .build();
    }

    private static PutRecordsResultEntry refusal() {
        return PutRecordsResultEntry.builder()
                .errorCode("ProvisionedThroughputExceededException")
                .errorMessage("Rate exceeded for shard shardId-000000000000")
                .build();
    }
}
