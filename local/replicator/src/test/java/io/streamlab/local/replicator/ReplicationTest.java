package io.streamlab.local.replicator;

import static io.streamlab.local.replicator.mapping.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamlab.local.replicator.apply.ChangeApplier;
import io.streamlab.local.replicator.apply.RecordingDynamoDb;
import io.streamlab.local.replicator.apply.RowChange;
import io.streamlab.local.replicator.mapping.Mappers;
import io.streamlab.local.replicator.mapping.Row;
import io.streamlab.local.replicator.source.BinlogPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class ReplicationTest {

    private static final BinlogPosition POSITION = new BinlogPosition("mysql-bin.000001", 320);

    @TempDir
    private Path directory;

    private final RecordingDynamoDb dynamoDb = new RecordingDynamoDb();
    private StateDirectory state;
    private Replication replication;

    @BeforeEach
    void begin() throws IOException {
        state = StateDirectory.open(directory);
        replication =
                new Replication(new ChangeApplier(dynamoDb, List.of(Mappers.byCode(ScalarAttributeType.S))), state);
    }

    @AfterEach
    void end() throws IOException {
        state.close();
    }

    @Test
    void fullLoadIsAppliedButNotDoneBeforeItsEnd() throws Exception {
        replication.rowLoaded(insert("US", "USA"));
        replication.batchEnded(POSITION);

        assertThat(dynamoDb.requests()).containsExactly("put US=USA");
        assertThat(replication.isDone()).isFalse();
        assertThat(status().path("phase").asText()).isEqualTo("FULL_LOAD");

        replication.fullLoadEnded();
        assertThat(replication.isDone()).isTrue();
        assertThat(status().path("phase").asText()).isEqualTo("REPLICATING");
        assertThat(status().path("loadedRows").asInt()).isEqualTo(1);
    }

    @Test
    void rowsLoadedInTheBatchThatEndsTheLoadAreApplied() throws Exception {
        replication.rowLoaded(insert("US", "USA"));
        replication.fullLoadEnded();

        assertThat(dynamoDb.requests()).containsExactly("put US=USA");
    }

    @Test
    void transactionIsAppliedAsAWholeWhenItEnds() throws Exception {
        replication.resumed();
        replication.transactionBegun();
        replication.rowChanged(insert("US", "USA"));
        replication.batchEnded(POSITION);
        assertThat(dynamoDb.requests()).isEmpty();
        assertThat(replication.isDone()).isFalse();

        replication.rowChanged(insert("CA", "Canada"));
        replication.transactionEnded();
        assertThat(dynamoDb.requests()).containsExactly("[put US=USA, put CA=Canada]");
        assertThat(replication.isDone()).isTrue();
    }

    @Test
    void transactionWithoutAnEndIsAppliedWhenTheNextBegins() throws Exception {
        replication.resumed();
        replication.transactionBegun();
        replication.rowChanged(insert("US", "USA"));
        replication.transactionBegun();

        assertThat(dynamoDb.requests()).containsExactly("put US=USA");
        assertThat(replication.isDone()).isTrue();
    }

    @Test
    void truncateIsAppliedInItsPlaceAndLeavesNoTransactionOpen() throws Exception {
        dynamoDb.found(Map.of("code", AttributeValue.fromS("old")));
        replication.resumed();
        replication.transactionBegun();
        replication.rowChanged(insert("US", "USA"));
        replication.transactionBegun();
        replication.tableTruncated("mydev.source");
        replication.rowChanged(insert("CA", "Canada"));
        replication.batchEnded(POSITION);

        assertThat(dynamoDb.requests()).containsExactly("put US=USA", "delete old", "put CA=Canada");
        assertThat(replication.isDone()).isTrue();
    }

    @Test
    void statusSaysHowFarReplicationHasCome() throws Exception {
        replication.resumed();
        replication.transactionBegun();
        replication.rowChanged(insert("US", "USA"));
        replication.rowChanged(new RowChange("mydev.source", Optional.empty(), Optional.of(row("name", "no code"))));
        replication.transactionEnded();
        replication.batchEnded(POSITION);

        JsonNode status = status();
        assertThat(status.path("processId").asLong())
                .isEqualTo(ProcessHandle.current().pid());
        assertThat(status.path("loadedRows").asInt()).isZero();
        assertThat(status.path("appliedChanges").asInt()).isEqualTo(2);
        assertThat(status.path("rejectedRows").asInt()).isEqualTo(1);
        assertThat(status.path("position").path("file").asText()).isEqualTo("mysql-bin.000001");
        assertThat(status.path("position").path("offset").asInt()).isEqualTo(320);
    }

    @Test
    void statusOfAnEarlierRunIsReplacedAtOnce() throws IOException {
        assertThat(status().path("phase").asText()).isEqualTo("FULL_LOAD");
        assertThat(status().path("position").isNull()).isTrue();
    }

    private JsonNode status() throws IOException {
        return new ObjectMapper().readTree(directory.resolve("status.json").toFile());
    }

    private static RowChange insert(String code, String name) {
        Row row = row("code", code, "name", name);
        return new RowChange("mydev.source", Optional.empty(), Optional.of(row));
    }
}
