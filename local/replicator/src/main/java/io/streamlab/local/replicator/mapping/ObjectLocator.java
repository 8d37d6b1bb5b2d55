package io.streamlab.local.replicator.mapping;

/** The tables that a rule is about. */
record ObjectLocator(NamePattern schema, NamePattern table) {

    boolean matches(SourceTable candidate) {
        return schema.matches(candidate.schema()) && table.matches(candidate.name());
    }

    @Override
    public String toString() {
        return schema + "." + table;
    }
}
