package io.streamlab.join.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class RejectedTableTest {
    private static final LocalDate FRIDAY = LocalDate.parse("2026-01-30");
    private static final LocalDate SATURDAY = LocalDate.parse("2026-01-31");

    private final RecordingCatalog catalog = new RecordingCatalog();
    private final RejectedTable table =
            new RejectedTable("shop", "orders", URI.create("s3://lake/rejected"), () -> catalog);

    @Test
    void createsWhatIsMissing() {
        table.register(List.of());

        assertThat(catalog.changes)
                .containsExactly(
                        "database shop",
                        "table shop.orders_rejected in s3://lake/rejected, partitioned by arrived_on: "
                                + RejectedRecords.schema().toDDL());
    }

    @Test
    void addsTheDaysThatAreThereAtTheStart() {
        catalog.has("shop", "shop.orders_rejected");

        table.register(List.of(SATURDAY, FRIDAY));

        assertThat(catalog.changes)
                .containsExactly("partitions of shop.orders_rejected: arrived_on [2026-01-30, 2026-01-31]");
    }

    @Test
    void addsADayOnce() {
        catalog.has("shop", "shop.orders_rejected");
        table.register(List.of(FRIDAY));
        table.add(List.of(FRIDAY));
        table.add(List.of(FRIDAY, SATURDAY));

        assertThat(catalog.changes)
                .containsExactly(
                        "partitions of shop.orders_rejected: arrived_on [2026-01-30]",
                        "partitions of shop.orders_rejected: arrived_on [2026-01-31]");
    }

    @Test
    void triesADayAgainThatTheCatalogRefused() {
        catalog.has("shop", "shop.orders_rejected");
        table.register(List.of());
        catalog.refusesPartitions = true;
        table.add(List.of(FRIDAY));
        assertThat(catalog.changes).isEmpty();

        catalog.refusesPartitions = false;
        table.add(List.of(FRIDAY));

        assertThat(catalog.changes).containsExactly("partitions of shop.orders_rejected: arrived_on [2026-01-30]");
    }

    @Test
    void leavesATableOfAnEarlierVersionAsItIs() {
        catalog.has("shop", "shop.orders_rejected");
        catalog.partitioned = false;

        table.register(List.of(FRIDAY));
        table.add(List.of(SATURDAY));

        assertThat(catalog.changes).isEmpty();
    }

    @Test
    void putsNothingIntoACatalogThatNobodyElseSees() {
        catalog.shared = false;

        table.register(List.of(FRIDAY));
        table.add(List.of(SATURDAY));

        assertThat(catalog.changes).isEmpty();
    }

    @Test
    void aRefusalNamesTheTableAndItsFolder() {
        catalog.has("shop");
        catalog.failure = new IllegalStateException("not authorized");

        assertThatThrownBy(() -> table.register(List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "The table of rejected records, shop.orders_rejected in s3://lake/rejected, cannot be created "
                                + "in the catalog")
                .hasCause(catalog.failure);
    }
}
