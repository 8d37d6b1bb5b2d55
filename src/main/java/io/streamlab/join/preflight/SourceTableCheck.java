package io.streamlab.join.preflight;

import io.streamlab.join.catalog.InvalidSourceTableException;
import io.streamlab.join.catalog.SourceTable;
import io.streamlab.join.config.InvalidConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/** Checks the source table, and then the stream that the table describes. */
final class SourceTableCheck implements Check {
    private static final Finding STREAM_UNKNOWN =
            Finding.notTried("the stream, its columns and its connector", "only the source table tells what they are");

    private final String qualifiedName;
    private final Supplier<SourceTable> catalog;
    private final Function<SourceTable, List<Check>> next;

    /**
     * @param catalog finds the table, or throws what is wrong with it
     * @param next what to look at once the table is found
     */
    SourceTableCheck(String qualifiedName, Supplier<SourceTable> catalog, Function<SourceTable, List<Check>> next) {
        this.qualifiedName = qualifiedName;
        this.catalog = catalog;
        this.next = next;
    }

    @Override
    public List<Finding> run() {
        String subject = "glue:GetTable on source table " + qualifiedName;
        List<Finding> findings = new ArrayList<>();
        try {
            SourceTable table = catalog.get();
            findings.add(Finding.passed(subject));
            next.apply(table).forEach(check -> findings.addAll(check.run()));
        } catch (InvalidSourceTableException e) {
            findings.add(Finding.failed(subject, e.getMessage()));
            findings.add(STREAM_UNKNOWN);
        } catch (InvalidConfigException e) {
            e.problems().forEach(problem -> findings.add(Finding.failed(subject, problem)));
            findings.add(STREAM_UNKNOWN);
        } catch (SdkException e) {
            findings.add(Finding.failed(subject, Denials.explanation(e)));
            findings.add(STREAM_UNKNOWN);
        }
        return findings;
    }
}
