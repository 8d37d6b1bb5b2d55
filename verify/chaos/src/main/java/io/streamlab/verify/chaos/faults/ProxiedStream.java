package io.streamlab.verify.chaos.faults;

import io.streamlab.local.example.ExampleResources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Table;

/** The example's stream behind a proxy. The job takes the stream's address and the columns of the orders from the catalog. */
public final class ProxiedStream {
    private ProxiedStream() {}

    /**
     * Changes the example's source table.
     *
     * @param proxy where the job finds Kinesis from now on
     * @param furtherColumns types by names, in their order
     */
    public static void describe(GlueClient glue, FaultyProxy proxy, Map<String, String> furtherColumns) {
        Table table = glue.getTable(request ->
                        request.databaseName(ExampleResources.CATALOG_DATABASE).name(ExampleResources.CATALOG_TABLE))
                .table();
        Map<String, String> parameters = new HashMap<>(table.storageDescriptor().parameters());
        parameters.put("endpointUrl", proxy.endpoint().toString());
        List<Column> columns = new ArrayList<>(table.storageDescriptor().columns());
        furtherColumns.forEach((name, type) ->
                columns.add(Column.builder().name(name).type(type).build()));
        glue.updateTable(request -> request.databaseName(ExampleResources.CATALOG_DATABASE)
                .tableInput(input -> input.name(table.name())
                        .tableType(table.tableType())
                        .parameters(table.parameters())
                        .storageDescriptor(table.storageDescriptor().toBuilder()
                                .parameters(parameters)
                                .columns(columns)
                                .build())));
    }
}
