package io.streamlab.local.replicator.apply;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/** Writes down every request in words, {@code put US=USA} or {@code delete US}, and fails where a test says so. */
public final class RecordingDynamoDb implements DynamoDbClient {

    private final List<String> requests = new ArrayList<>();
    private final Deque<SdkException> failures = new ArrayDeque<>();
    private final List<Map<String, AttributeValue>> scanned = new ArrayList<>();
    private String refusedCode = "";

    public List<String> requests() {
        return requests;
    }

    /** The next request fails. */
    void failOnce(SdkException failure) {
        failures.add(failure);
    }

    /** Every request with an item of this code is refused, as DynamoDB refuses what is not valid. */
    void refuse(String code) {
        refusedCode = code;
    }

    /** What a scan finds, one item a page. */
    public void found(Map<String, AttributeValue> key) {
        scanned.add(key);
    }

    static DynamoDbException serviceFailure(int status, String code) {
        return (DynamoDbException) DynamoDbException.builder()
                .statusCode(status)
                .message(code + " happened")
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
        answer(put(request.item()), request.item());
        return PutItemResponse.builder().build();
    }

    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest request) {
        answer(delete(request.key()), request.key());
        return DeleteItemResponse.builder().build();
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
        String words = request.transactItems().stream()
                .map(RecordingDynamoDb::describe)
                .collect(Collectors.joining(", ", "[", "]"));
        answer(
                words,
                request.transactItems().stream()
                        .map(action -> action.put() == null
                                ? action.delete().key()
                                : action.put().item())
                        .toList());
        return TransactWriteItemsResponse.builder().build();
    }

    @Override
    public ScanResponse scan(ScanRequest request) {
        int page = request.hasExclusiveStartKey() ? scanned.indexOf(request.exclusiveStartKey()) + 1 : 0;
        ScanResponse.Builder response = ScanResponse.builder();
        if (page < scanned.size()) {
            response.items(List.of(scanned.get(page)));
        }
        if (page < scanned.size() - 1) {
            response.lastEvaluatedKey(scanned.get(page));
        }
        return response.build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Holds nothing.
    }

    private void answer(String words, Map<String, AttributeValue> attributes) {
        answer(words, List.of(attributes));
    }

    private void answer(String words, List<Map<String, AttributeValue>> attributes) {
        if (!failures.isEmpty()) {
            throw failures.remove();
        }
        if (attributes.stream().anyMatch(item -> text(item.get("code")).equals(refusedCode))) {
            throw serviceFailure(400, "ValidationException");
        }
        requests.add(words);
    }

    private static String describe(TransactWriteItem action) {
        return action.put() == null
                ? delete(action.delete().key())
                : put(action.put().item());
    }

    private static String put(Map<String, AttributeValue> item) {
        return "put " + text(item.get("code")) + "=" + text(item.get("name"));
    }

    private static String delete(Map<String, AttributeValue> key) {
        return "delete " + text(key.get("code"));
    }

    private static String text(AttributeValue value) {
        return value == null ? "" : value.s() == null ? value.n() : value.s();
    }
}
