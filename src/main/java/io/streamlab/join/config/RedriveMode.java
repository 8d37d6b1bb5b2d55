package io.streamlab.join.config;

/** What a run with {@code --redrive} does with the chosen rejected records. */
public enum RedriveMode {
    /** Says how many there are, by reason. Puts nothing. */
    COUNT("count"),
    /** Puts those on the stream that were not put there before. */
    PUT("put");

    private final String word;

    RedriveMode(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
