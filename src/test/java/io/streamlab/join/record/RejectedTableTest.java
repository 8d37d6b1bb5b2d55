package io.streamlab.join.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.catalog.TargetCatalog;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class RejectedTableTest {
    private final RejectedTable table = new RejectedTable("shop", "orders", URI.create("s3://lake/rejected"));

    @Test
    void createsWhatIsMissing() {
        RecordingCatalog catalog = new RecordingCatalog(true, Set.of());

        table.register(catalog);

        assertThat(catalog.created)
                .containsExactly(
                        "database shop",
                        "table shop.orders_rejected in s3://lake/rejected: "
                                + RejectedRecords.schema().toDDL());
    }

    @Test
    void leavesWhatIsThereAsItIs() {
        RecordingCatalog catalog = new RecordingCatalog(true, Set.of("shop", "shop.orders_rejected"));

        table.register(catalog);

        assertThat(catalog.created).isEmpty();
    }

    @Test
    void putsNothingIntoACatalogThatNobodyElseSees() {
        RecordingCatalog catalog = new RecordingCatalog(false, Set.of());

        table.register(catalog);

        assertThat(catalog.created).isEmpty();
    }

    @Test
    void aRefusalNamesTheTableAndItsFolder() {
        RecordingCatalog catalog = new RecordingCatalog(true, Set.of("shop"));
        catalog.failure = new IllegalStateException("not authorized");

        assertThatThrownBy(() -> table.register(catalog))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "The table of rejected records, shop.orders_rejected in s3://lake/rejected, cannot be created "
                                + "in the catalog")
                .hasCause(catalog.failure);
    }

    /** Remembers what is created in it. */
    private static final class RecordingCatalog implements TargetCatalog {
        private final boolean shared;
        private final Set<String> present;
        private final List<String> created = new ArrayList<>();
        private RuntimeException failure;

        RecordingCatalog(boolean shared, Set<String> present) {
            this.shared = shared;
            this.present = present;
        }

        @Override
        public boolean isShared() {
            return shared;
        }

        @Override
        public boolean hasDatabase(String database) {
            return present.contains(database);
        }

        @Override
        public boolean hasTable(String database, String name) {
            return present.contains(database + "." + name);
        }

        @Override
        public void createDatabase(String database) {
            created.add("database " + database);
        }

        @Override
        public void createParquetTable(String database, String name, StructType columns, URI folder) {
            if (failure != null) {
                throw failure;
            }
            created.add("table " + database + "." + name + " in " + folder + ": " + columns.toDDL());
        }

        @Override
        public void close() {}
    }
}
