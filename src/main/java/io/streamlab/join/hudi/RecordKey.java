package io.streamlab.join.hudi;

import io.streamlab.join.config.PartitionField;
import io.streamlab.join.config.TargetConfig;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which text Hudi gets as the key of a row: from which columns, and written by which of Hudi's key generators.
 *
 * <p>A table needs the same text for a key from its first commit on. With another text, the key would get a second row.
 */
final class RecordKey {
    private final List<String> recordKey;
    private final List<PartitionField> fields;

    RecordKey(TargetConfig target) {
        this.recordKey = target.recordKey();
        this.fields = target.partitionFields();
    }

    /**
     * Returns the columns that Hudi makes the text of.
     *
     * <p>A single column with several partition fields gets the partition's date as a second column:
     *
     * <ol>
     *   <li>Hudi writes the key of one column as {@code uuid:1} up to 0.14.0 and from 1.1 on, and as {@code 1} in between.
     *   <li>Versions of Glue have Hudis on both sides: each key would get a second row.
     *   <li>All versions write a key of two columns the same.
     * </ol>
     *
     * <p>Hudi compares rows of one partition only. So the date of that partition makes no difference in the key.
     */
    List<String> columns() {
        if (fields.size() < 2 || recordKey.size() > 1) {
            return recordKey;
        }
        String date = fields.stream()
                .filter(field -> field.unit().isPresent())
                .map(PartitionField::column)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no date among " + fields));
        return Collections.unmodifiableList(Arrays.asList(recordKey.get(0), date));
    }

    /** Returns Hudi's options that make the key. */
    Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("hoodie.datasource.write.recordkey.field", String.join(",", columns()));
        options.put("hoodie.datasource.write.keygenerator.class", "org.apache.hudi.keygen." + keyGenerator());
        return options;
    }

    private String keyGenerator() {
        if (fields.isEmpty()) {
            return "NonpartitionedKeyGenerator";
        }
        return fields.size() == 1 && recordKey.size() == 1 ? "SimpleKeyGenerator" : "ComplexKeyGenerator";
    }
}
