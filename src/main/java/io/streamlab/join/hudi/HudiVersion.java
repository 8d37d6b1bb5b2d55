package io.streamlab.join.hudi;

import org.apache.hudi.sync.common.model.PartitionValueExtractor;

/** The version of the Hudi that the job runs with. Each commit notes it. */
final class HudiVersion {
    /** The key of the note. Commits of former versions of the job lack it. */
    static final String NOTE = CommitMetadata.PREFIX + "hudi_version";

    private HudiVersion() {}

    /** Returns the version that Hudi's jar names, such as 0.14.0; the empty text if the jar names none. */
    static String present() {
        // Any class of Hudi's: the job knows this one.
        Package hudi = PartitionValueExtractor.class.getPackage();
        String version = hudi == null ? null : hudi.getImplementationVersion();
        return version == null ? "" : version;
    }
}
