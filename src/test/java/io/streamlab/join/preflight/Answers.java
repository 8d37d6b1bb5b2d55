package io.streamlab.join.preflight;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What a service answers to some actions: a refusal, for want of a permission or another reason. */
final class Answers {
    private final Map<String, AwsServiceException> refusals = new HashMap<>();

    /** Answers as AWS does when the role lacks the action. */
    Answers deny(String action) {
        return refuse(
                action,
                403,
                "AccessDeniedException",
                "User: arn:aws:sts::123456789012:assumed-role/job/run is not authorized to perform: " + action);
    }

    Answers refuse(String action, int status, String code, String message) {
        refusals.put(
                action,
                AwsServiceException.builder()
                        .message(message)
                        .statusCode(status)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode(code)
                                .errorMessage(message)
                                .build())
                        .build());
        return this;
    }

    <T> T answer(String action, Supplier<T> answer) {
        if (refusals.containsKey(action)) {
            throw refusals.get(action);
        }
        return answer.get();
    }

    static List<String> texts(Check check) {
        return check.run().stream().map(Finding::toString).toList();
    }
}
