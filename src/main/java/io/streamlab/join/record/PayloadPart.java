package io.streamlab.join.record;

import java.util.Optional;

/** A stretch of a payload that is to be one JSON object. */
final class PayloadPart {
    private final int from;
    private final int to;
    private final String problem;

    private PayloadPart(int from, int to, String problem) {
        this.from = from;
        this.to = to;
        this.problem = problem;
    }

    /** Returns the bytes from {@code from} to before {@code to}, which may turn out to be no object. */
    static PayloadPart of(int from, int to) {
        return new PayloadPart(from, to, null);
    }

    /** Returns bytes that are no object. The problem is a sentence. */
    static PayloadPart broken(int from, int to, String problem) {
        return new PayloadPart(from, to, problem);
    }

    int from() {
        return from;
    }

    int length() {
        return to - from;
    }

    /** Returns why these bytes are no object, where that is known before they are read. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }
}
