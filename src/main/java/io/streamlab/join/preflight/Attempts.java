package io.streamlab.join.preflight;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Tries actions on one resource, one after the other, and notes the outcome of each. */
final class Attempts {
    private final String resource;
    private final List<Finding> findings = new ArrayList<>();

    /** @param resource as a person would call it, such as {@code stream my_stream} */
    Attempts(String resource) {
        this.resource = resource;
    }

    /**
     * Tries an action.
     *
     * @param action as IAM calls it, such as {@code kinesis:GetRecords}
     * @return the answer; empty when the action failed, and the findings say why
     */
    <T> Optional<T> attempt(String action, Callable<T> call) {
        String subject = action + " on " + resource;
        try {
            Optional<T> answer = Optional.ofNullable(call.call());
            findings.add(Finding.passed(subject));
            return answer;
        } catch (Exception e) {
            findings.add(Finding.failed(
                    subject,
                    Denials.isDenial(e)
                            ? "the job's role lacks " + action + ". " + Denials.explanation(e)
                            : Denials.explanation(e)));
            return Optional.empty();
        }
    }

    /** Notes that an action could not be tried, or would have changed something. */
    void skip(String action, String reason) {
        findings.add(Finding.notTried(action + " on " + resource, reason));
    }

    List<Finding> findings() {
        return Collections.unmodifiableList(findings);
    }
}
