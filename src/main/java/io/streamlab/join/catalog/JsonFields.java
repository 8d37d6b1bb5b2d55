package io.streamlab.join.catalog;

import java.io.Serializable;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Says which field of a JSON object a column is read from: the field and the column have the same key.
 *
 * <p>By default a column is read from the field of its own name, without regard to case.
 */
public final class JsonFields implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final JsonFields BY_NAME =
            new JsonFields(false, false, Collections.emptyMap(), Collections.emptyMap());

    private final boolean caseCounts;
    private final boolean dotsAreUnderscores;

    /** Names in the catalog, of columns and of fields of a struct, to the fields that they are read from. */
    private final Map<String, String> mapping;

    /** Names of columns in the job to their names in the catalog, where they differ. */
    private final Map<String, String> renamed;

    private JsonFields(
            boolean caseCounts, boolean dotsAreUnderscores, Map<String, String> mapping, Map<String, String> renamed) {
        this.caseCounts = caseCounts;
        this.dotsAreUnderscores = dotsAreUnderscores;
        this.mapping = new HashMap<>(mapping);
        this.renamed = new HashMap<>(renamed);
    }

    /** Returns the default: each column is read from the field of its own name, without regard to case. */
    public static JsonFields byName() {
        return BY_NAME;
    }

    /**
     * Returns fields by the parameters of a SerDe.
     *
     * @param caseCounts whether names that differ in case are different names
     * @param dotsAreUnderscores whether a dot in the name of a field counts as an underscore
     * @param mapping lower-case names in the catalog, of columns and of fields of a struct, to the fields that they are read from
     */
    static JsonFields of(boolean caseCounts, boolean dotsAreUnderscores, Map<String, String> mapping) {
        return new JsonFields(caseCounts, dotsAreUnderscores, mapping, Collections.emptyMap());
    }

    /** @param newNames names of columns in the catalog to their names in the job */
    JsonFields renamed(Map<String, String> newNames) {
        Map<String, String> oldNames = new HashMap<>();
        newNames.forEach((catalogName, newName) -> oldNames.put(newName, catalogName));
        return new JsonFields(caseCounts, dotsAreUnderscores, mapping, oldNames);
    }

    /** Returns the key of a field of a JSON object. */
    public String keyOfField(String field) {
        String name = dotsAreUnderscores ? field.replace('.', '_') : field;
        return caseCounts ? name : name.toLowerCase(Locale.ROOT);
    }

    /** Returns the key of a column, by its name in the job. */
    public String keyOfColumn(String column) {
        return keyOfStructField(renamed.getOrDefault(column, column));
    }

    /** Returns the key of a field of a struct, by its name in the catalog. */
    public String keyOfStructField(String name) {
        return keyOfField(mapping.getOrDefault(name.toLowerCase(Locale.ROOT), name));
    }
}
