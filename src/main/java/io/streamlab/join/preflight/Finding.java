package io.streamlab.join.preflight;

/** What became of one thing that the job needs. */
final class Finding {
    private enum Outcome {
        PASSED("ok       "),
        FAILED("FAILED   "),
        NOT_TRIED("not tried");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }
    }

    private final Outcome outcome;
    private final String subject;
    private final String explanation;

    private Finding(Outcome outcome, String subject, String explanation) {
        this.outcome = outcome;
        this.subject = subject;
        this.explanation = explanation;
    }

    static Finding passed(String subject) {
        return new Finding(Outcome.PASSED, subject, "");
    }

    static Finding failed(String subject, String explanation) {
        return new Finding(Outcome.FAILED, subject, explanation);
    }

    /** Neither good nor bad: what it would need failed before, or trying it would change something. */
    static Finding notTried(String subject, String explanation) {
        return new Finding(Outcome.NOT_TRIED, subject, explanation);
    }

    boolean isFailure() {
        return outcome == Outcome.FAILED;
    }

    /** One line. */
    @Override
    public String toString() {
        return outcome.label + " " + subject + (explanation.isEmpty() ? "" : ": " + explanation);
    }
}
