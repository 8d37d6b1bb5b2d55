package io.streamlab.local.replicator.apply;

import static io.streamlab.local.replicator.mapping.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.local.replicator.mapping.Mappers;
import io.streamlab.local.replicator.mapping.Row;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

class ChangeApplierTest {

    private static final String TABLE = "mydev.source";

    private final RecordingDynamoDb dynamoDb = new RecordingDynamoDb();
    private final ChangeApplier applier = new ChangeApplier(dynamoDb, List.of(Mappers.byCode(ScalarAttributeType.S)));

    @Test
    void insertUpdateAndDeleteAreOneRequestEach() throws Exception {
        applier.apply(List.of(insert(row("code", "US", "name", "USA"))));
        applier.apply(List.of(update(row("code", "US", "name", "USA"), row("code", "US", "name", "America"))));
        applier.apply(List.of(delete(row("code", "US", "name", "America"))));

        assertThat(dynamoDb.requests()).containsExactly("put US=USA", "put US=America", "delete US");
    }

    @Test
    void changedKeyIsOneTransaction() throws Exception {
        applier.apply(List.of(update(row("code", "GB", "name", "Britain"), row("code", "UK", "name", "Britain"))));

        assertThat(dynamoDb.requests()).containsExactly("[put UK=Britain, delete GB]");
    }

    @Test
    void keysMovedAlongARowAfterRowKeepEveryRow() throws Exception {
        // UPDATE source SET code = code + 1, as the binary log tells it
        applier.apply(List.of(
                update(row("code", "1", "name", "a"), row("code", "2", "name", "a")),
                update(row("code", "2", "name", "b"), row("code", "3", "name", "b")),
                update(row("code", "3", "name", "c"), row("code", "4", "name", "c"))));

        assertThat(dynamoDb.requests()).containsExactly("[put 2=a, put 3=b, put 4=c, delete 1]");
    }

    @Test
    void keysMovedAlongRowsThatAreAlikeKeepEveryRow() throws Exception {
        applier.apply(List.of(
                update(row("code", "1", "name", "a"), row("code", "2", "name", "a")),
                update(row("code", "2", "name", "a"), row("code", "3", "name", "a"))));

        assertThat(dynamoDb.requests()).containsExactly("[put 3=a, delete 1]");
    }

    @Test
    void keysExchangedByTwoRowsKeepBoth() throws Exception {
        applier.apply(List.of(
                update(row("code", "A", "name", "a"), row("code", "B", "name", "a")),
                update(row("code", "B", "name", "b"), row("code", "A", "name", "b"))));

        assertThat(dynamoDb.requests()).containsExactly("[put A=b, put B=a]");
    }

    @Test
    void rowThatComesAndGoesWithinATransactionIsNotWritten() throws Exception {
        applier.apply(List.of(insert(row("code", "US", "name", "USA")), delete(row("code", "US", "name", "USA"))));

        assertThat(dynamoDb.requests()).isEmpty();
    }

    @Test
    void lastOfSeveralUpdatesOfARowIsWritten() throws Exception {
        applier.apply(List.of(
                update(row("code", "US", "name", "1"), row("code", "US", "name", "2")),
                update(row("code", "US", "name", "2"), row("code", "US", "name", "1")),
                update(row("code", "US", "name", "1"), row("code", "US", "name", "3"))));

        assertThat(dynamoDb.requests()).containsExactly("put US=3");
    }

    @Test
    void rowDeletedAndInsertedAgainIsWritten() throws Exception {
        applier.apply(List.of(delete(row("code", "US", "name", "USA")), insert(row("code", "US", "name", "America"))));

        assertThat(dynamoDb.requests()).containsExactly("put US=America");
    }

    @Test
    void rowWithoutKeyIsRejectedAndTheOthersGoOn() throws Exception {
        applier.apply(List.of(insert(row("code", null, "name", "x")), insert(row("code", "US", "name", "USA"))));
        applier.apply(List.of(delete(row("code", null, "name", "x"))));

        assertThat(dynamoDb.requests()).containsExactly("put US=USA");
        assertThat(applier.rejectedRows()).isEqualTo(1);
    }

    @Test
    void rowThatGetsItsKeyLaterIsWrittenThen() throws Exception {
        applier.apply(List.of(update(row("code", null, "name", "x"), row("code", "US", "name", "x"))));

        assertThat(dynamoDb.requests()).containsExactly("put US=x");
        assertThat(applier.rejectedRows()).isZero();
    }

    @Test
    void rowThatLosesItsKeyIsRemoved() throws Exception {
        applier.apply(List.of(update(row("code", "US", "name", "x"), row("code", null, "name", "x"))));

        assertThat(dynamoDb.requests()).containsExactly("delete US");
        assertThat(applier.rejectedRows()).isEqualTo(1);
    }

    @Test
    void valueThatDynamoDbCannotHoldIsRejectedAndTheOldKeyRemoved() throws Exception {
        BigDecimal tooLong = new BigDecimal("1234567890123456789012345678901234567890.1");

        applier.apply(List.of(update(row("code", "GB", "name", "x"), row("code", "UK", "name", tooLong))));

        assertThat(dynamoDb.requests()).containsExactly("delete GB");
        assertThat(applier.rejectedRows()).isEqualTo(1);
    }

    @Test
    void itemThatDynamoDbRefusesIsRejectedAndTheOthersAreWrittenOneByOne() throws Exception {
        dynamoDb.refuse("");

        applier.apply(List.of(
                insert(row("code", "A", "name", "a")),
                insert(row("code", "", "name", "empty")),
                insert(row("code", "B", "name", "b"))));

        assertThat(dynamoDb.requests()).containsExactly("put A=a", "put B=b");
        assertThat(applier.rejectedRows()).isEqualTo(1);
    }

    @Test
    void transactionRefusedForOneItemIsWrittenOneByOne() throws Exception {
        dynamoDb.failOnce(canceled("ValidationError", "None"));

        applier.apply(List.of(update(row("code", "GB", "name", "x"), row("code", "UK", "name", "x"))));

        assertThat(dynamoDb.requests()).containsExactly("put UK=x", "delete GB");
    }

    @Test
    void anyOtherFailureEndsTheReplication() {
        dynamoDb.failOnce(RecordingDynamoDb.serviceFailure(400, "AccessDeniedException"));

        assertThatThrownBy(() -> applier.apply(List.of(insert(row("code", "US", "name", "USA")))))
                .isInstanceOf(DynamoDbException.class)
                .hasMessageContaining("AccessDeniedException happened");
        assertThat(dynamoDb.requests()).isEmpty();
    }

    @Test
    void manyChangesAreWrittenInGroupsWithDeletesLast() throws Exception {
        List<RowChange> changes = IntStream.range(0, 75)
                .mapToObj(i -> update(row("code", "old" + i, "name", "x"), row("code", "new" + i, "name", "x")))
                .toList();

        applier.apply(changes);

        assertThat(dynamoDb.requests()).hasSize(2);
        assertThat(actions(0)).hasSize(100).startsWith("put new0=x");
        assertThat(actions(0).subList(0, 75)).allMatch(action -> action.startsWith("put"));
        assertThat(actions(0).subList(75, 100)).allMatch(action -> action.startsWith("delete"));
        assertThat(actions(1)).hasSize(50).allMatch(action -> action.startsWith("delete"));
    }

    @Test
    void truncateRemovesWhatAScanFinds() throws Exception {
        dynamoDb.found(Map.of("code", AttributeValue.fromS("US")));
        dynamoDb.found(Map.of("code", AttributeValue.fromS("CA")));

        applier.truncate(TABLE);

        assertThat(dynamoDb.requests()).containsExactly("delete US", "delete CA");
    }

    @Test
    void firstFullLoadLeavesOtherItemsAlone() throws Exception {
        dynamoDb.found(Map.of("code", AttributeValue.fromS("other")));

        applier.load(List.of(insert(row("code", "US", "name", "USA"))));
        applier.finishFullLoad();

        assertThat(dynamoDb.requests()).containsExactly("put US=USA");
    }

    @Test
    void repeatedFullLoadRemovesWhatItDoesNotFind() throws Exception {
        dynamoDb.found(Map.of("code", AttributeValue.fromS("US")));
        dynamoDb.found(Map.of("code", AttributeValue.fromS("gone")));

        applier.repeatFullLoad();
        applier.load(List.of(insert(row("code", "US", "name", "USA")), insert(row("code", null, "name", "x"))));
        applier.finishFullLoad();

        assertThat(dynamoDb.requests()).containsExactly("put US=USA", "delete gone");
    }

    @Test
    void repeatedFullLoadKnowsANumberInAnyNotation() throws Exception {
        ChangeApplier numbers = new ChangeApplier(dynamoDb, List.of(Mappers.byCode(ScalarAttributeType.N)));
        dynamoDb.found(Map.of("code", AttributeValue.fromN("1E+2")));

        numbers.repeatFullLoad();
        numbers.load(List.of(insert(row("code", 100, "name", "hundred"))));
        numbers.finishFullLoad();

        assertThat(dynamoDb.requests()).containsExactly("put 100=hundred");
    }

    private List<String> actions(int request) {
        String words = dynamoDb.requests().get(request);
        return List.of(words.substring(1, words.length() - 1).split(", "));
    }

    private static TransactionCanceledException canceled(String... codes) {
        return TransactionCanceledException.builder()
                .cancellationReasons(Stream.of(codes)
                        .map(code -> CancellationReason.builder().code(code).build())
                        .toList())
                .statusCode(400)
                .message("Transaction cancelled")
                .build();
    }

    private static RowChange insert(Row row) {
        return new RowChange(TABLE, Optional.empty(), Optional.of(row));
    }

    private static RowChange update(Row before, Row after) {
        return new RowChange(TABLE, Optional.of(before), Optional.of(after));
    }

    private static RowChange delete(Row row) {
        return new RowChange(TABLE, Optional.of(row), Optional.empty());
    }
}
