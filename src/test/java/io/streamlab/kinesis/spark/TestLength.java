package io.streamlab.kinesis.spark;

/** Short tests by default; {@code -Dlong.tests=true} or LONG_TESTS=true for the full length. */
public final class TestLength {

    private static final boolean LONG =
            Boolean.getBoolean("long.tests") || Boolean.parseBoolean(System.getenv("LONG_TESTS"));

    private TestLength() {}

    public static boolean isLong() {
        return LONG;
    }

    public static int of(int shortLength, int longLength) {
        return LONG ? longLength : shortLength;
    }
}
