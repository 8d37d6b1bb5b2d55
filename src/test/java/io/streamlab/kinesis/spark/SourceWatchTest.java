package io.streamlab.kinesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceWatchTest {
    @Test
    void hasNoFiguresBeforeTheSourceStarts() {
        try (SourceWatch watch = SourceWatch.ofQuery("file:///tmp/checkpoint")) {
            assertThat(watch.figures()).isEmpty();
        }
    }

    @Test
    void findsTheSourceHoweverTheCheckpointIsWritten() {
        for (String checkpoint :
                new String[] {"file:///tmp/checkpoint", "file:/tmp/checkpoint/", "file:///tmp/checkpoint/"}) {
            try (SourceWatch watch = SourceWatch.ofQuery(checkpoint)) {
                SourceWatch.started("file:/tmp/checkpoint/sources/0", () -> Map.of("dataLosses", "1"));

                assertThat(watch.figures()).as(checkpoint).containsEntry("dataLosses", "1");
            }
        }
    }

    @Test
    void showsOnlyTheSourceOfItsOwnQuery() {
        try (SourceWatch mine = SourceWatch.ofQuery("s3://bucket/a");
                SourceWatch other = SourceWatch.ofQuery("s3://bucket/b")) {
            SourceWatch.started("s3://bucket/b/sources/0", () -> Map.of("dataLosses", "2"));

            assertThat(mine.figures()).isEmpty();
            assertThat(other.figures()).containsEntry("dataLosses", "2");
        }
    }

    @Test
    void letsGoOfTheSourceWhenItIsClosedAndNotOfTheNextWatch() {
        SourceWatch first = SourceWatch.ofQuery("s3://bucket/a");
        try (SourceWatch second = SourceWatch.ofQuery("s3://bucket/a")) {
            first.close();
            SourceWatch.started("s3://bucket/a/sources/0", () -> Map.of("dataLosses", "3"));

            assertThat(first.figures()).isEmpty();
            assertThat(second.figures()).containsEntry("dataLosses", "3");
        }
        SourceWatch.started("s3://bucket/a/sources/0", () -> Map.of("dataLosses", "4"));
        assertThat(first.figures()).isEmpty();
    }

    @Test
    void aRestartedSourceTakesThePlaceOfTheOneBefore() {
        try (SourceWatch watch = SourceWatch.ofQuery("s3://bucket/a")) {
            SourceWatch.started("s3://bucket/a/sources/0", () -> Map.of("dataLosses", "3"));
            SourceWatch.started("s3://bucket/a/sources/0", () -> Map.of("dataLosses", "0"));

            assertThat(watch.figures()).containsEntry("dataLosses", "0");
        }
    }
}
