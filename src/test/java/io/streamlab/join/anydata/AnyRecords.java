package io.streamlab.join.anydata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** The records of one stream: most of one object, some of several, some packed, some broken, some sent twice. */
public final class AnyRecords {
    private static final double SHARE_OF_BROKEN = 0.06;
    private static final double SHARE_OF_DUPLICATES = 0.05;
    private static final double SHARE_OF_SEVERAL = 0.1;
    private static final double SHARE_OF_PACKED = 0.1;
    private static final int RECORDS_PER_KEY = 4;
    private static final int EVENTS_PER_ORDERING_VALUE = 20;

    private final Random random;
    private final ObjectMaker objects;
    private final List<AnyRecord> sent = new ArrayList<>();

    /**
     * @param total how many records there will be
     * @param allowsTies whether two different events of a key may have equal ordering values, so that the place in the stream
     *     decides
     */
    public AnyRecords(AnySchema schema, int total, boolean allowsTies, Random random) {
        this.random = random;
        int orderingValues = allowsTies ? Math.max(3, total / EVENTS_PER_ORDERING_VALUE) : total;
        this.objects =
                new ObjectMaker(schema, Math.max(2, total / RECORDS_PER_KEY), orderingValues, allowsTies, random);
    }

    /** Returns the next records of the stream, some of them sent before. */
    public List<AnyRecord> next(int count) {
        List<AnyRecord> next = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            next.add(
                    !sent.isEmpty() && random.nextDouble() < SHARE_OF_DUPLICATES
                            ? sent.get(random.nextInt(sent.size()))
                            : record());
            sent.add(next.get(i));
        }
        return next;
    }

    private AnyRecord record() {
        if (random.nextDouble() < SHARE_OF_SEVERAL) {
            return several();
        }
        boolean broken = random.nextDouble() < SHARE_OF_BROKEN;
        if (broken && random.nextInt(3) == 0) {
            return brokenAsAWhole();
        }
        AnyObject object = broken ? objects.broken() : objects.good();
        return new AnyRecord(packed(object.json().getBytes(UTF_8)), List.of(object), true);
    }

    private AnyRecord several() {
        List<AnyObject> parts = new ArrayList<>();
        for (int i = 2 + random.nextInt(3); i > 0; i--) {
            parts.add(random.nextDouble() < SHARE_OF_BROKEN * 2 ? objects.broken() : objects.good());
        }
        String text =
                switch (random.nextInt(4)) {
                    case 0 -> parts.stream().map(AnyObject::json).collect(joining(",", "[", "]"));
                    case 1 -> parts.stream().map(AnyObject::json).collect(joining(" ,\n ", " [ ", "]\n"));
                    case 2 -> parts.stream().map(AnyObject::json).collect(joining());
                    default -> parts.stream().map(AnyObject::json).collect(joining("\n", "", "\n"));
                };
        return new AnyRecord(packed(text.getBytes(UTF_8)), parts, false);
    }

    private AnyRecord brokenAsAWhole() {
        byte[] whole = objects.good().json().getBytes(UTF_8);
        switch (random.nextInt(4)) {
            case 0:
                return rejected(Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1)), "NOT_JSON");
            case 1:
                byte[] gzip = gzip(whole);
                return rejected(Arrays.copyOf(gzip, gzip.length - 1 - random.nextInt(8)), "BROKEN_GZIP");
            case 2:
                return rejected(
                        List.of("12", "\"text\"", "[1,2]", "null", "[]")
                                .get(random.nextInt(5))
                                .getBytes(UTF_8),
                        "NOT_AN_OBJECT");
            default:
                return rejected(
                        List.of("", "  ", "no JSON", "\ufeff{")
                                .get(random.nextInt(4))
                                .getBytes(UTF_8),
                        "NOT_JSON");
        }
    }

    private static AnyRecord rejected(byte[] payload, String reason) {
        return new AnyRecord(payload, List.of(AnyObject.rejected(new String(payload, UTF_8), reason)), true);
    }

    private byte[] packed(byte[] text) {
        return random.nextDouble() < SHARE_OF_PACKED ? gzip(text) : text;
    }

    private static byte[] gzip(byte[] text) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
