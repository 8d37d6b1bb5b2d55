package io.streamlab.join.preflight;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Recognizes a missing permission among failures, whoever reports it: our clients, Hadoop's file systems, Spark's catalog. */
final class Denials {
    private static final Set<String> CODES = Collections.unmodifiableSet(new HashSet<>(
            Arrays.asList("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError")));

    /**
     * How the file systems of Glue and Hadoop and the catalog behind Spark word a denial. They wrap the answer of AWS in
     * classes that are not on every classpath.
     */
    private static final Pattern DENIAL =
            Pattern.compile("Access ?Denied|is not authorized to perform|Status Code: 403|403 Forbidden");

    private Denials() {}

    static boolean isDenial(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AwsServiceException) {
                AwsServiceException answer = (AwsServiceException) cause;
                return answer.awsErrorDetails() != null
                        && CODES.contains(answer.awsErrorDetails().errorCode());
            }
            if (DENIAL.matcher(String.valueOf(cause)).find()) {
                return true;
            }
        }
        return false;
    }

    /** Returns the kind of the failure and the first line of its message; for an answer of AWS, its code and message. */
    static String explanation(Throwable failure) {
        if (failure instanceof AwsServiceException) {
            AwsErrorDetails answer = ((AwsServiceException) failure).awsErrorDetails();
            if (answer != null && answer.errorCode() != null) {
                return answer.errorCode() + ": " + firstLine(answer.errorMessage());
            }
        }
        return failure.getClass().getSimpleName() + ": " + firstLine(failure.getMessage());
    }

    private static String firstLine(String message) {
        return message == null || message.isEmpty()
                ? "(no message)"
                : message.trim().split("\\R", 2)[0];
    }
}
