package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.LocalSpark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogUpdatesTest {
    private static final StructType SCHEMA = StructType.fromDDL("uuid string, region string, day string");

    /** {@code true} for each write that updates the catalog. */
    private final List<Boolean> updates = new ArrayList<>();

    private long nanoTime = Long.MAX_VALUE - 5;

    @Test
    void theFirstCommitOfARunUpdatesTheCatalogAndNoLaterOneDoes() {
        CatalogUpdates catalog = catalog();

        for (int commit = 0; commit < 3; commit++) {
            write(catalog, "Asia", "2026-01-31");
        }

        assertThat(updates).containsExactly(true, false, false);
    }

    @Test
    void aPartitionUpdatesTheCatalogOnce() {
        CatalogUpdates catalog = catalog("region", "day");

        write(catalog, "Asia", "2026-01-31");
        write(catalog, "Asia", "2026-02-01");
        write(catalog, "Asia", "2026-01-31");
        write(catalog, "Europe", "2026-01-31");
        write(catalog, null, "2026-01-31");
        write(catalog, "Asia", "2026-02-01");
        write(catalog, null, "2026-01-31");

        assertThat(updates).containsExactly(true, true, false, true, true, false, false);
    }

    @Test
    void valuesThatLookLikeAnotherPartitionWhenTheyAreJoinedAreOneOfTheirOwn() {
        CatalogUpdates catalog = catalog("region", "day");

        write(catalog, "a,b", "c");
        write(catalog, "a", "b,c");

        assertThat(updates).containsExactly(true, true);
    }

    @Test
    void theCatalogIsUpdatedAgainAfterAnHour() {
        CatalogUpdates catalog = catalog();

        write(catalog, "Asia", "2026-01-31");
        nanoTime += Duration.ofMinutes(59).toNanos();
        write(catalog, "Asia", "2026-01-31");
        nanoTime += Duration.ofMinutes(1).toNanos();
        write(catalog, "Asia", "2026-01-31");
        nanoTime += Duration.ofMinutes(59).toNanos();
        write(catalog, "Asia", "2026-01-31");

        assertThat(updates).containsExactly(true, false, true, false);
    }

    @Test
    void afterAWriteThatFailedTheNextOneUpdatesTheCatalog() {
        CatalogUpdates catalog = catalog("region");
        write(catalog, "Asia", "2026-01-31");

        assertThatThrownBy(() ->
                        catalog.write(LocalSpark.session().createDataFrame(List.of(row("Europe")), SCHEMA), options -> {
                            throw new IllegalStateException("Could not sync");
                        }))
                .hasMessage("Could not sync");
        write(catalog, "Europe", "2026-01-31");
        write(catalog, "Europe", "2026-01-31");

        assertThat(updates).containsExactly(true, true, false);
    }

    @Test
    void eachCommitUpdatesTheCatalogWhereHudiIsToDecide() {
        CatalogUpdates catalog = new CatalogUpdates(false, List.of("region"), () -> nanoTime);

        write(catalog, "Asia", "2026-01-31");
        write(catalog, "Asia", "2026-01-31");

        assertThat(updates).containsExactly(true, true);
    }

    @ParameterizedTest
    @CsvSource({
        "0.12.1, false",
        "0.12.1-amzn-3, false",
        "0.12.2, false",
        "0.13.0, false",
        "0.13.1, true",
        "0.14.0, true",
        "0.15.0-amzn-1, true",
        "1.0.2, true",
        "1.1.1, true",
        "'', true"
    })
    void onlyAHudiThatListsPartitionsNeedNotNoteEveryUpdate(String version, String condition) {
        assertThat(CatalogUpdates.defaultCondition(version)).isEqualTo(condition);
    }

    private CatalogUpdates catalog(String... partitionColumns) {
        return new CatalogUpdates(true, Arrays.asList(partitionColumns), () -> nanoTime);
    }

    private void write(CatalogUpdates catalog, String region, String day) {
        catalog.write(
                LocalSpark.session().createDataFrame(List.of(RowFactory.create("key", region, day)), SCHEMA),
                options -> updates.add(options.isEmpty()));
    }

    private static Row row(String region) {
        return RowFactory.create("key", region, "2026-01-31");
    }
}
