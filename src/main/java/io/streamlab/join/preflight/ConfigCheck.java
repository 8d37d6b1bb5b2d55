package io.streamlab.join.preflight;

import static java.util.stream.Collectors.toList;

import io.streamlab.join.config.InvalidConfigException;
import java.util.Collections;
import java.util.List;

/** Whether the arguments fit something that exists, such as the columns of the source table. */
final class ConfigCheck implements Check {
    private final String subject;
    private final Runnable comparison;

    /** @param comparison throws an {@link InvalidConfigException} where the arguments do not fit */
    ConfigCheck(String subject, Runnable comparison) {
        this.subject = subject;
        this.comparison = comparison;
    }

    @Override
    public List<Finding> run() {
        try {
            comparison.run();
            return Collections.singletonList(Finding.passed(subject));
        } catch (InvalidConfigException e) {
            return e.problems().stream()
                    .map(problem -> Finding.failed(subject, problem))
                    .collect(toList());
        } catch (RuntimeException e) {
            return Collections.singletonList(Finding.failed(subject, Denials.explanation(e)));
        }
    }
}
