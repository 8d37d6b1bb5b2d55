package io.streamlab.join.text;

/** Thrown when a format reads zones by names that do not say which offset holds. */
public final class UnclearZoneException extends IllegalArgumentException {
    UnclearZoneException(char letter) {
        super("the letter " + letter
                + " reads the name of a zone, which does not say whether summer time holds and which "
                + "Java versions read differently. Let the producer write the offset and give XXX, or both");
    }
}
