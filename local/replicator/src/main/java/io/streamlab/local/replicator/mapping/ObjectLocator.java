package io.streamlab.local.replicator.mapping;

/** The tables to which a rule applies. */
record ObjectLocator(NamePattern schema, NamePattern table) {

    boolean matches(SourceTable candidate) {
        return schema.matches(candidate.schema()) && table.matches(candidate.name());
    }

    @Override
    public String toString() {
        return schema + "." + table;
    }
}
