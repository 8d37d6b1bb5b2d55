package io.streamlab.join.hudi;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.join.config.ExampleConfig;
import io.streamlab.join.config.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedOptionTest {
    private static final Path DOCUMENT = Path.of("docs", "RELIABILITY.md");
    private static final Path EXPECTED = Path.of("target", "RELIABILITY.md");
    private static final String END = "<!-- end: refused options -->";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hoodie.write.table.version=8",
                "hoodie.write.table.version=9",
                "hoodie.write.table.version=",
                "hoodie.write.auto.upgrade=true",
                "hoodie.table.version=8",
                "hoodie.table.type=MERGE_ON_READ",
                "hoodie.table.recordkey.fields=orderdate",
                "hoodie.table.precombine.field=orderdate",
                "hoodie.table.timeline.timezone=LOCAL",
                "hoodie.timeline.layout.version=2",
                "hoodie.timeline.path=elsewhere",
                "hoodie.write.record.merge.mode=COMMIT_TIME_ORDERING",
                "hoodie.record.merge.mode=COMMIT_TIME_ORDERING",
                "hoodie.record.merge.strategy.id=1",
                "hoodie.write.record.merge.custom.implementation.classes=a.B",
                "hoodie.compaction.payload.class=org.apache.hudi.common.model.OverwriteWithLatestAvroPayload",
                "hoodie.payload.delete.field=country",
                "hoodie.datasource.write.keygenerator.type=COMPLEX",
                "hoodie.datasource.write.keygenerator.consistent.logical.timestamp.enabled=true",
                "hoodie.keygen.timebased.timestamp.type=EPOCHMILLISECONDS",
                "hoodie.write.complex.keygen.new.encoding=true",
                "hoodie.bucket.index.hash.field=country",
                "hoodie.index.bucket.engine=CONSISTENT_HASHING",
                "hoodie.index.type=INMEMORY",
                "hoodie.index.type=FLINK_STATE",
                "hoodie.index.class=a.B",
                "hoodie.populate.meta.fields=false",
                "hoodie.datasource.write.drop.partition.columns=true",
                "hoodie.datasource.write.insert.drop.duplicates=true",
                "hoodie.datasource.insert.dup.policy=drop",
                "hoodie.merge.allow.duplicate.on.inserts=true",
                "hoodie.combine.before.insert=true",
                "hoodie.datasource.write.schema.allow.auto.evolution.column.drop=true",
                "hoodie.write.schema={}",
                "hoodie.avro.schema={}",
                "hoodie.avro.schema.external.transformation=true",
                "hoodie.allow.empty.commit=false",
                "hoodie.base.path=/tmp",
            })
    void refusesWhatWouldBreakAPromiseWithTheReasonAndTheWayOut(String option) {
        String key = option.substring(0, option.indexOf('='));

        assertThatThrownBy(() -> plan(option))
                .isInstanceOfSatisfying(InvalidConfigException.class, e -> assertThat(e.problems())
                        .singleElement()
                        .asString()
                        .startsWith("--hudi_options may not set " + key)
                        .contains("; leave the option out"));
    }

    /** Named in Hudi 0.14 as record.merger, where the others are record.merge. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "hoodie.datasource.write.record.merger.impls=org.apache.hudi.HoodieSparkRecordMerger",
                "hoodie.datasource.write.record.merger.strategy=1"
            })
    void refusesMergersOfHudi014(String option) {
        assertThatThrownBy(() -> plan(option)).hasMessageContaining("a late record could replace a newer row");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hoodie.write.table.version=6",
                "hoodie.write.table.version=5",
                "hoodie.write.auto.upgrade=FALSE",
                "hoodie.table.services.enabled=false",
                "hoodie.table.cdc.enabled=true",
                "hoodie.embed.timeline.server=false",
                "hoodie.index.type=bloom",
                "hoodie.index.bucket.engine=SIMPLE",
                "hoodie.populate.meta.fields=true",
                "hoodie.avro.schema.validate=true",
                "hoodie.payload.event.time.field=orderdate",
                "hoodie.metadata.enable=true",
                "hoodie.clustering.inline.max.commits=50",
                "hoodie.cleaner.commits.retained=3",
                "hoodie.meta.sync.client.tool.class=org.apache.hudi.aws.sync.AwsGlueCatalogSyncTool",
                "hoodie.datasource.meta.sync.enable=true",
            })
    void takesWhatBreaksNothing(String option) {
        int equals = option.indexOf('=');

        assertThat(plan(option).options()).containsEntry(option.substring(0, equals), option.substring(equals + 1));
    }

    @ParameterizedTest
    @CsvSource({"hoodie.datasource.write.operation, bulk_insert", "hoodie.combine.before.upsert, true"})
    void leavesWhatOtherArgumentsDecideToTheirOwnMessage(String key, String value) {
        assertThatThrownBy(() -> plan(key + "=" + value))
                .isInstanceOfSatisfying(InvalidConfigException.class, e -> assertThat(e.problems())
                        .containsExactly(
                                "--hudi_options may not set " + key + ": the job's other arguments decide it"));
    }

    @Test
    void documentShowsTheTable() throws IOException {
        String page = Files.readString(DOCUMENT);
        int begin = page.indexOf("-->\n", page.indexOf("<!-- begin: refused options")) + "-->\n".length();
        Files.createDirectories(EXPECTED.getParent());
        Files.writeString(
                EXPECTED, page.substring(0, begin) + "\n" + table() + "\n" + page.substring(page.indexOf(END)));

        assertThat(DOCUMENT)
                .as(
                        "%s is not what RefusedOption says; look at the differences, then: cp %s %s",
                        DOCUMENT, EXPECTED, DOCUMENT)
                .hasSameTextualContentAs(EXPECTED);
    }

    private static String table() {
        return "| Option | Taken | Why no other value |\n| --- | --- | --- |\n"
                + RefusedOption.ALL.stream()
                        .map(option -> "| " + names(option) + " | "
                                + (option.accepted().isEmpty() ? "nothing" : option.accepted()) + " | "
                                + option.reason() + " |\n")
                        .collect(joining());
    }

    private static String names(RefusedOption option) {
        return Stream.of(option.shown().split(", "))
                .map(name -> "`" + name + "`")
                .collect(joining(", "));
    }

    private static TablePlan plan(String hudiOptions) {
        return TablePlan.of(
                ExampleConfig.with("hudi_options", hudiOptions).target(),
                StructType.fromDDL("_event_order string, uuid string"),
                Map.of());
    }
}
