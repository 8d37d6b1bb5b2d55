package io.streamlab.join.config;

import java.io.Serializable;
import java.util.Objects;

/** A column of the stream and the attribute of the reference table that it is compared with. */
public final class JoinColumn implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String streamColumn;
    private final String referenceAttribute;

    public JoinColumn(String streamColumn, String referenceAttribute) {
        this.streamColumn = Objects.requireNonNull(streamColumn, "streamColumn");
        this.referenceAttribute = Objects.requireNonNull(referenceAttribute, "referenceAttribute");
    }

    /** @throws IllegalArgumentException when the text is not {@code stream_column=reference_attribute} */
    static JoinColumn parse(String text) {
        String[] sides = text.split("=", -1);
        if (sides.length != 2 || sides[0].trim().isEmpty() || sides[1].trim().isEmpty()) {
            throw new IllegalArgumentException(text);
        }
        return new JoinColumn(sides[0].trim(), sides[1].trim());
    }

    public String streamColumn() {
        return streamColumn;
    }

    public String referenceAttribute() {
        return referenceAttribute;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JoinColumn
                && streamColumn.equals(((JoinColumn) other).streamColumn)
                && referenceAttribute.equals(((JoinColumn) other).referenceAttribute);
    }

    @Override
    public int hashCode() {
        return Objects.hash(streamColumn, referenceAttribute);
    }

    @Override
    public String toString() {
        return streamColumn + "=" + referenceAttribute;
    }
}
