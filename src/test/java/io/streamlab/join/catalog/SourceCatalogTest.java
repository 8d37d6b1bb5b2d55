package io.streamlab.join.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AccessDeniedException;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GetTableRequest;
import software.amazon.awssdk.services.glue.model.GetTableResponse;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.InternalServiceException;

class SourceCatalogTest {
    @Test
    void asksForTheTableByDatabaseAndName() {
        RecordingGlue glue = new RecordingGlue(SourceCatalogTest::stream);

        SourceTable table = new SourceCatalog(glue).find("shop", "orders_stream");

        assertThat(glue.requests)
                .containsExactly(GetTableRequest.builder()
                        .databaseName("shop")
                        .name("orders_stream")
                        .build());
        assertThat(table.qualifiedName()).isEqualTo("shop.orders_stream");
        assertThat(table.stream()).isEqualTo("orders");
    }

    @Test
    void saysWhatToDoAboutAMissingTable() {
        GlueException failure = (GlueException)
                EntityNotFoundException.builder().message("none").build();

        assertThatThrownBy(() -> find(failure))
                .isInstanceOf(InvalidSourceTableException.class)
                .hasMessage("Source table shop.orders_stream: the Glue Data Catalog has no such table; create it or "
                        + "name another one with --source_database and --source_table")
                .hasCause(failure);
    }

    @Test
    void saysWhichPermissionIsMissing() {
        GlueException failure =
                (GlueException) AccessDeniedException.builder().message("no").build();

        assertThatThrownBy(() -> find(failure))
                .isInstanceOf(InvalidSourceTableException.class)
                .hasMessage("Source table shop.orders_stream: the job's role may not read it: it lacks glue:GetTable "
                        + "on the catalog, the database and the table")
                .hasCause(failure);
    }

    @Test
    void leavesOtherFailuresAsTheyAre() {
        GlueException failure = (GlueException)
                InternalServiceException.builder().message("try again").build();

        assertThatThrownBy(() -> find(failure)).isSameAs(failure);
    }

    private static SourceTable find(GlueException failure) {
        return new SourceCatalog(new RecordingGlue(() -> {
                    throw failure;
                }))
                .find("shop", "orders_stream");
    }

    private static GetTableResponse stream() {
        return GetTableResponse.builder()
                .table(table -> table.parameters(Map.of("classification", "json"))
                        .storageDescriptor(
                                storage -> storage.parameters(Map.of("typeOfData", "kinesis", "streamName", "orders"))
                                        .columns(Column.builder()
                                                .name("uuid")
                                                .type("string")
                                                .build())))
                .build();
    }

    /** Answers every GetTable alike and remembers what was asked. */
    private static final class RecordingGlue implements GlueClient {
        private final Supplier<GetTableResponse> answer;
        private final List<GetTableRequest> requests = new ArrayList<>();

        RecordingGlue(Supplier<GetTableResponse> answer) {
            this.answer = answer;
        }

        @Override
        public GetTableResponse getTable(GetTableRequest request) {
            requests.add(request);
            return answer.get();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
