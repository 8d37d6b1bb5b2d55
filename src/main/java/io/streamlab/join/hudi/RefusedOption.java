package io.streamlab.join.hudi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Options of Hudi with which the job could not keep its promises. {@code --hudi_options} may set none of them, or only to a
 * value that changes nothing.
 *
 * <p>docs/RELIABILITY.md shows the table to users, by RefusedOptionTest.
 */
final class RefusedOption {
    private static final String LEAVE_OUT = "leave the option out";
    private static final String ORDERING = "leave the option out: --ordering_field and --ordering_format decide";
    private static final String KEY = "leave the option out: --record_key decides";
    private static final String PROFILE = "leave the option out: --write_profile decides the index";
    private static final String LATE_WINS = "a late record could replace a newer row";
    private static final String NOTHING = "(?!)";

    /** In the order of the documentation. */
    static final List<RefusedOption> ALL = Collections.unmodifiableList(Arrays.asList(
            unless(
                    "hoodie.write.table.version",
                    "5 or 6",
                    "5|6",
                    "the job finds its batches in the commits of table versions up to 6. In later versions the commits are "
                            + "elsewhere, so the job would write a batch again at every start. Athena reads version 6 at most",
                    LEAVE_OUT),
            unless(
                    "hoodie.write.auto.upgrade",
                    "false",
                    "false",
                    "Hudi 1.x would raise the table to a version whose commits the job does not read",
                    LEAVE_OUT),
            always(
                    "hoodie.table.* except services and cdc",
                    "table\\.(?!services\\.|cdc\\.).*",
                    "a table keeps these from its first commit: its version, key, order, partitions and file format",
                    LEAVE_OUT),
            always(
                    "hoodie.timeline.*",
                    "timeline\\..*",
                    "the job would look for its commits in another place or form",
                    LEAVE_OUT),
            always("hoodie.*record.merge*", "(.*\\.)?record\\.merge.*", LATE_WINS, ORDERING),
            always("hoodie.*payload.class", "(.*\\.)?payload\\.class", LATE_WINS, ORDERING),
            always(
                    "hoodie.payload.delete.*",
                    "payload\\.delete\\..*",
                    "values of a column would remove rows",
                    "leave the option out, and name the column that removes rows as --delete_field"),
            always(
                    "hoodie.*keygen*",
                    "(.*\\.)?keygen.*",
                    "a key would get another text than before, and with it a second row",
                    KEY),
            always(
                    "hoodie.bucket.index.hash.field, hoodie.bucket.index.partition.*",
                    "bucket\\.index\\.(hash\\.field|partition\\..*)",
                    "a key would be looked for in another bucket, and get a second row",
                    KEY),
            unless(
                    "hoodie.index.bucket.engine",
                    "SIMPLE",
                    "simple",
                    "the other engine changes the number of buckets, and is for merge-on-read tables",
                    "leave the option out: --expected_table_rows decides the number of buckets"),
            unless(
                    "hoodie.index.type",
                    "BUCKET, BLOOM, SIMPLE, GLOBAL_BLOOM, GLOBAL_SIMPLE, RECORD_INDEX or HBASE",
                    "bucket|bloom|simple|global_bloom|global_simple|record_index|hbase",
                    "another index forgets its keys when the job ends, so a key would get a second row after a restart",
                    PROFILE),
            always(
                    "hoodie.index.class",
                    "index\\.class",
                    "the job cannot know where such an index finds a key",
                    PROFILE),
            unless(
                    "hoodie.populate.meta.fields",
                    "true",
                    "true",
                    "rows would lack their key and their commit, so Hudi could not find them and nobody could trace them",
                    LEAVE_OUT),
            unless(
                    "hoodie.datasource.write.drop.partition.columns",
                    "false",
                    "false",
                    "the files would lack the partition columns, which the job compares",
                    LEAVE_OUT),
            unless(
                    "hoodie.datasource.write.insert.drop.duplicates",
                    "false",
                    "false",
                    "records of keys that have a row would be dropped, so no row would be updated",
                    LEAVE_OUT),
            unless(
                    "hoodie.datasource.insert.dup.policy",
                    "none",
                    "none",
                    "records of keys that have a row would be dropped, or fail the batch",
                    LEAVE_OUT),
            unless(
                    "hoodie.merge.allow.duplicate.on.inserts",
                    "false",
                    "false",
                    "a key could get a second row",
                    LEAVE_OUT),
            unless(
                    "hoodie.combine.before.insert",
                    "false",
                    "false",
                    "the job keeps the latest event of each key itself, and Hudi could choose another one",
                    LEAVE_OUT),
            unless(
                    "hoodie.datasource.write.schema.allow.auto.evolution.column.drop",
                    "false",
                    "false",
                    "a column that is gone from the source table would be dropped with its values",
                    "leave the option out: the job names such a column at the start"),
            always(
                    "hoodie.write.schema*, hoodie.avro.schema*, hoodie.internal.schema*",
                    "(write|avro|internal)\\.schema(?!\\.validate).*",
                    "rows would be written by other columns than the job's",
                    "leave the option out: the source table and --lookup_schema decide the columns"),
            unless(
                    "hoodie.allow.empty.commit",
                    "true",
                    "true",
                    "a batch that changes no row would leave no commit, so the job would take it for failed at every start",
                    LEAVE_OUT),
            always(
                    "hoodie.base.path",
                    "base\\.path",
                    "the job would check one table and write another",
                    "leave the option out: --target_path decides")));

    private final String shown;
    private final Pattern key;
    private final String acceptedInWords;
    private final Pattern accepted;
    private final String reason;
    private final String wayOut;

    private RefusedOption(
            String shown, String key, String acceptedInWords, String accepted, String reason, String wayOut) {
        this.shown = shown;
        this.key = Pattern.compile("hoodie\\." + key);
        this.acceptedInWords = acceptedInWords;
        this.accepted = Pattern.compile(accepted, Pattern.CASE_INSENSITIVE);
        this.reason = reason;
        this.wayOut = wayOut;
    }

    private static RefusedOption always(String shown, String key, String reason, String wayOut) {
        return new RefusedOption(shown, key, "", NOTHING, reason, wayOut);
    }

    private static RefusedOption unless(
            String key, String acceptedInWords, String accepted, String reason, String wayOut) {
        String rest = Pattern.quote(key.substring("hoodie.".length()));
        return new RefusedOption(key, rest, acceptedInWords, accepted, reason, wayOut);
    }

    /** Returns a sentence for each option that is refused, with the reason and the way out. */
    static List<String> problems(Map<String, String> hudiOptions) {
        List<String> problems = new ArrayList<>();
        hudiOptions.forEach((key, value) -> ALL.stream()
                .filter(refused -> refused.key.matcher(key).matches()
                        && !refused.accepted.matcher(value).matches())
                .findFirst()
                .ifPresent(refused -> problems.add(refused.problem(key, value))));
        return problems;
    }

    private String problem(String key, String value) {
        return "--hudi_options may not set " + key
                + (acceptedInWords.isEmpty() ? "" : " to '" + value + "', only to " + acceptedInWords) + ": " + reason
                + "; " + wayOut;
    }

    /** Returns the names as the documentation shows them. */
    String shown() {
        return shown;
    }

    /** Returns the values that are taken; empty for none. */
    String accepted() {
        return acceptedInWords;
    }

    String reason() {
        return reason;
    }
}
