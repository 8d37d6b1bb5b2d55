package io.streamlab.join.record;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Unpacks payloads that a producer packed with gzip. */
final class Gzip {
    /** Gzip packs up to a thousandfold: without a bound, one record of a few MB would take all memory of an executor. */
    static final int MOST_BYTES = 64 * 1024 * 1024;

    private static final int BUFFER = 64 * 1024;

    /** The checksum and the length at the end of a member: RFC 1952, 2.3. */
    private static final int TRAILER = 8;

    private Gzip() {}

    /** Returns whether the payload begins with gzip's two magic bytes, with which no JSON begins. */
    static boolean isPacked(byte[] payload) {
        return payload.length >= 2 && payload[0] == (byte) 0x1f && payload[1] == (byte) 0x8b;
    }

    /**
     * Returns what the payload unpacks to. Several members, one behind the other, make one text.
     *
     * @throws RejectedRecordException when the payload is broken or unpacks to too much
     */
    static byte[] unpack(byte[] payload) throws RejectedRecordException {
        ByteArrayOutputStream text = new ByteArrayOutputStream(Math.max(BUFFER, 4 * payload.length));
        byte[] buffer = new byte[BUFFER];
        try (Member packed = new Member(payload)) {
            for (int read = packed.read(buffer); read >= 0; read = packed.read(buffer)) {
                if (text.size() + read > MOST_BYTES) {
                    throw new RejectedRecordException(
                            RejectionReason.BEYOND_LIMITS,
                            "the payload is gzip and unpacks to more than " + MOST_BYTES + " bytes");
                }
                text.write(buffer, 0, read);
            }
            if (packed.hasMore()) {
                throw new RejectedRecordException(
                        RejectionReason.BROKEN_GZIP, "the payload goes on behind the end of its gzip");
            }
        } catch (IOException e) {
            throw new RejectedRecordException(
                    RejectionReason.BROKEN_GZIP,
                    "the payload begins as gzip and cannot be unpacked: " + e.getMessage());
        }
        return text.toByteArray();
    }

    private static final class Member extends GZIPInputStream {
        Member(byte[] payload) throws IOException {
            // One buffer for all: so the inflater knows what is left of the whole payload.
            super(new ByteArrayInputStream(payload), payload.length);
        }

        /** Returns whether bytes follow that are no further member. Java passes over them. */
        boolean hasMore() {
            return inf.getRemaining() > TRAILER;
        }
    }
}
