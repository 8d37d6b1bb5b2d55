package io.streamlab.local.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.InvalidInputException;
import software.amazon.awssdk.services.glue.model.ResourceNumberLimitExceededException;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableVersion;

/** The AWS SDK against the catalog, served in this process. */
class GlueCatalogIT {

    private static final int MOST_VERSIONS = 5;

    private static GlueCatalogHttpServer server;
    private static URI address;
    private static GlueClient glue;

    @BeforeAll
    static void serve() throws IOException {
        server = GlueCatalogHttpServer.start(0, MOST_VERSIONS);
        address = URI.create("http://127.0.0.1:" + server.port());
        glue = GlueClient.builder()
                .endpointOverride(address)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build();
    }

    @AfterAll
    static void stop() {
        glue.close();
        server.close();
    }

    @Test
    void sdkReadsTheTableThatItCreated() {
        Instant before = Instant.now().minus(Duration.ofSeconds(1));
        glue.createDatabase(request -> request.databaseInput(database -> database.name("sdk")));
        glue.createTable(request -> request.databaseName("sdk").tableInput(table -> table.name("orders")
                .parameters(Map.of("classification", "json"))
                .storageDescriptor(storage -> storage.columns(
                                Column.builder().name("uuid").type("string").build())
                        .parameters(Map.of("typeOfData", "kinesis")))));
        Table table = glue.getTable(request -> request.databaseName("sdk").name("orders"))
                .table();
        assertThat(table.databaseName()).isEqualTo("sdk");
        assertThat(table.parameters()).containsExactly(Map.entry("classification", "json"));
        assertThat(table.storageDescriptor().parameters()).containsExactly(Map.entry("typeOfData", "kinesis"));
        assertThat(table.storageDescriptor().columns())
                .containsExactly(Column.builder().name("uuid").type("string").build());
        assertThat(table.createTime()).isBetween(before, Instant.now().plusSeconds(1));
    }

    @Test
    void sdkPagesThroughManyTables() {
        glue.createDatabase(request -> request.databaseInput(database -> database.name("many")));
        IntStream.range(0, 230)
                .forEach(i -> glue.createTable(
                        request -> request.databaseName("many").tableInput(table -> table.name("t" + i))));
        assertThat(glue.getTablesPaginator(request -> request.databaseName("many")).stream()
                        .flatMap(page -> page.tableList().stream())
                        .map(Table::name)
                        .distinct())
                .hasSize(230);
    }

    @Test
    void errorsArriveAsTheSdksOwnExceptions() {
        glue.createDatabase(request -> request.databaseInput(database -> database.name("errors")));
        assertThatThrownBy(() ->
                        glue.getTable(request -> request.databaseName("errors").name("nope")))
                .isInstanceOf(EntityNotFoundException.class)
                .hasMessageStartingWith("Table nope not found.");
        assertThatThrownBy(() ->
                        glue.createDatabase(request -> request.databaseInput(database -> database.name("errors"))))
                .isInstanceOf(AlreadyExistsException.class);
        assertThatThrownBy(() ->
                        glue.getTables(request -> request.databaseName("errors").maxResults(1000)))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> glue.listCrawlers(request -> request.maxResults(1)))
                .isInstanceOfSatisfying(
                        GlueException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException"));
    }

    @Test
    void versionsBeyondTheLimitAreRefusedUntilOldOnesAreDeleted() {
        glue.createDatabase(request -> request.databaseInput(database -> database.name("versions")));
        glue.createTable(request -> request.databaseName("versions").tableInput(table -> table.name("orders")));
        for (int update = 1; update < MOST_VERSIONS; update++) {
            glue.updateTable(request -> request.databaseName("versions").tableInput(table -> table.name("orders")));
        }
        assertThatThrownBy(() -> glue.updateTable(
                        request -> request.databaseName("versions").tableInput(table -> table.name("orders"))))
                .isInstanceOf(ResourceNumberLimitExceededException.class);
        List<String> versions = glue
                .getTableVersionsPaginator(request ->
                        request.databaseName("versions").tableName("orders").maxResults(2))
                .stream()
                .flatMap(page -> page.tableVersions().stream())
                .map(TableVersion::versionId)
                .toList();
        assertThat(versions).containsExactly("4", "3", "2", "1", "0");

        glue.batchDeleteTableVersion(
                request -> request.databaseName("versions").tableName("orders").versionIds("0", "1"));
        glue.updateTable(request -> request.databaseName("versions").tableInput(table -> table.name("orders")));
    }

    @Test
    void requestWithoutATargetIsRefused() throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains("UnknownOperationException")
                .contains("The header X-Amz-Target is null; it must be AWSGlue. and an operation.");
    }
}
