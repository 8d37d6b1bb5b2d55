package io.streamlab.join.preflight;

import java.util.List;

/** Looks at one resource that the job needs. */
interface Check {
    /** What became of it; never throws what the resource is to blame for. */
    List<Finding> run();
}
