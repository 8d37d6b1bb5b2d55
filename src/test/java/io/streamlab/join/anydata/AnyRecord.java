package io.streamlab.join.anydata;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * One record of the stream.
 *
 * @param payload its bytes
 * @param objects what is in it
 * @param isWhole whether the payload is one object, or is rejected as a whole
 */
public record AnyRecord(byte[] payload, List<AnyObject> objects, boolean isWhole) {

    /** Returns the bytes that are kept of a rejected object. */
    public byte[] keptBytes(AnyObject object) {
        return isWhole ? payload : object.json().getBytes(UTF_8);
    }
}
