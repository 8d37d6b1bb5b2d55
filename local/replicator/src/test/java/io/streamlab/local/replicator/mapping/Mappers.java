package io.streamlab.local.replicator.mapping;

import io.streamlab.local.replicator.mapping.SourceTable.Column;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Mappers for tests. */
public final class Mappers {

    private Mappers() {}

    /** Table {@code mydev.source} with columns {@code code} and {@code name}, without a primary key, copied as it is to a table with key {@code code}. */
    public static ItemMapper byCode(ScalarAttributeType keyType) {
        ColumnType codeType = keyType == ScalarAttributeType.N ? ColumnType.NUMBER : ColumnType.STRING;
        SourceTable table = new SourceTable(
                "mydev",
                "source",
                List.of(
                        new Column("code", "varchar(5)", codeType),
                        new Column("name", "varchar(40)", ColumnType.STRING)),
                List.of());
        ObjectMappingRule rule = new ObjectMappingRule(
                "2",
                false,
                new ObjectLocator(NamePattern.literal("mydev"), NamePattern.literal("source")),
                "target",
                Optional.of("code"),
                Optional.empty(),
                Set.of(),
                Map.of());
        return new ItemMapper(rule, table, List.of(new KeyAttribute("code", keyType)));
    }
}
