package io.streamlab.join.catalog;

import io.streamlab.join.config.SourceConfig;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AccessDeniedException;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Table;

/** Finds the source table in the Glue Data Catalog. */
public final class SourceCatalog {
    private final GlueClient glue;

    SourceCatalog(GlueClient glue) {
        this.glue = glue;
    }

    /**
     * Looks the table up, and renames its columns as configured, with the SDK's own credentials, region and endpoint.
     *
     * @throws InvalidSourceTableException when the table is missing, may not be read or does not describe a stream of
     *     JSON records
     * @throws io.streamlab.join.config.InvalidConfigException when its columns cannot be renamed as configured
     */
    public static SourceTable find(SourceConfig source) {
        try (GlueClient glue = GlueClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            return new SourceCatalog(glue)
                    .find(source.database(), source.table())
                    .renamed(source.renamedColumns());
        }
    }

    SourceTable find(String database, String table) {
        String qualifiedName = database + "." + table;
        return new SourceTableParser(qualifiedName).parse(get(database, table, qualifiedName));
    }

    private Table get(String database, String table, String qualifiedName) {
        try {
            return glue.getTable(request -> request.databaseName(database).name(table))
                    .table();
        } catch (EntityNotFoundException e) {
            throw new InvalidSourceTableException(
                    qualifiedName,
                    "the Glue Data Catalog has no such table; create it or name another one with "
                            + "--source_database and --source_table",
                    e);
        } catch (AccessDeniedException e) {
            throw new InvalidSourceTableException(
                    qualifiedName,
                    "the job's role may not read it: it lacks glue:GetTable on the catalog, the "
                            + "database and the table",
                    e);
        }
    }
}
