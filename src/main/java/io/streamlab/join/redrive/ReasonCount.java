package io.streamlab.join.redrive;

/** How many of the chosen records were rejected for one reason. */
final class ReasonCount {
    private final long left;
    private final long noted;

    ReasonCount(long left, long noted) {
        this.left = left;
        this.noted = noted;
    }

    /** Returns how many are to be put back. */
    long left() {
        return left;
    }

    /** Returns how many were put back before. */
    long noted() {
        return noted;
    }

    ReasonCount plus(ReasonCount other) {
        return new ReasonCount(left + other.left, noted + other.noted);
    }
}
