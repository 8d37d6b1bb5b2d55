package io.streamlab.join.preflight;

import java.util.List;

/** Checks one resource that the job needs. */
interface Check {
    /** Returns the findings. A fault of the resource is a finding and no exception. */
    List<Finding> run();
}
