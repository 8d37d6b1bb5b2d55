package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableLayoutTest {
    private static final String RANDOM = "5f0c1e9a-3f1b-4c58-8f0e-0d0a4f6f9c11-0";
    private static final String RANDOM_OF_DIGITS = "73519064-3f1b-4c58-8f0e-0d0a4f6f9c11-0";
    private static final String BUCKET_3 = "00000003-3f1b-4c58-8f0e-0d0a4f6f9c11-0";
    private static final String BUCKET_1 = "00000001-7be2-4f6b-a0f4-6d1d7d6d0a2c-0";

    @Test
    void aNoteTellsTheNumberOfBuckets() {
        TableLayout written = written(Set.of(BUCKET_1), buckets(8).notes());

        assertThat(written).hasToString("8 buckets");
        assertThat(written.allows(buckets(8))).isTrue();
        assertThat(written.allows(buckets(9))).isFalse();
        assertThat(written.allows(noBuckets())).isFalse();
    }

    @Test
    void aNoteTellsThatThereAreNone() {
        TableLayout written = written(Set.of(RANDOM), noBuckets().notes());

        assertThat(written).hasToString("no buckets");
        assertThat(written.allows(noBuckets())).isTrue();
        assertThat(written.allows(buckets(2))).isFalse();
    }

    @Test
    void withoutANoteTheFilesTellHowManyBucketsThereAreAtLeast() {
        TableLayout written = written(Set.of(BUCKET_1, BUCKET_3), Map.of());

        assertThat(written).hasToString("at least 4 buckets");
        assertThat(written.allows(buckets(4))).isTrue();
        assertThat(written.allows(buckets(100))).isTrue();
        assertThat(written.allows(buckets(3))).isFalse();
        assertThat(written.allows(noBuckets())).isFalse();
    }

    @Test
    void withoutANoteAFileOfAnotherNameTellsThatThereAreNone() {
        for (String fileId : Set.of(RANDOM, RANDOM_OF_DIGITS)) {
            TableLayout written = written(Set.of(BUCKET_1, fileId), Map.of());

            assertThat(written).hasToString("no buckets");
            assertThat(written.allows(buckets(2))).isFalse();
            assertThat(written.allows(noBuckets())).isTrue();
        }
    }

    @Test
    void aCommitWithoutNoteAndFilesTellsNothing() {
        TableLayout written = written(Set.of(), Map.of());

        assertThat(written.allows(buckets(2))).isTrue();
        assertThat(written.allows(noBuckets())).isTrue();
    }

    private static TableLayout written(Set<String> fileIds, Map<String, String> notes) {
        return TableLayout.of(new HudiCommit("20260131120000000", 0, 0, 0, fileIds, notes));
    }

    private static TableLayout buckets(int number) {
        return TableLayout.of(
                Map.of("hoodie.index.type", "BUCKET", "hoodie.bucket.index.num.buckets", Integer.toString(number)));
    }

    private static TableLayout noBuckets() {
        return TableLayout.of(Map.of("hoodie.index.type", "BLOOM"));
    }
}
