package io.streamlab.verify.chaos;

import java.util.List;
import java.util.Locale;

/** A process of the job that is killed. */
enum Victim {
    /** With it the whole job ends. */
    DRIVER("org.apache.spark.deploy.SparkSubmit"),
    /** Spark repeats its tasks elsewhere, and its worker starts another one. */
    EXECUTOR("org.apache.spark.executor.CoarseGrainedExecutorBackend"),
    /** Its executor ends with it. The job goes on with the other workers, or ends where none is left. */
    WORKER(" worker ");

    private final String mark;

    Victim(String mark) {
        this.mark = mark;
    }

    /** Returns those that take turns. */
    static List<Victim> of(ChaosSettings settings) {
        return settings.hasCluster() ? List.of(values()) : List.of(DRIVER);
    }

    /** Returns whether a process with this command line is one. */
    boolean isMarkedBy(String commandLine) {
        return commandLine.contains(mark);
    }

    /** As the report has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
