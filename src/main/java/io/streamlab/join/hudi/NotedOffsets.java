package io.streamlab.join.hudi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Offsets as a commit's metadata has them: the whole text, where a long text is, or the digest of a text that is noted elsewhere.
 *
 * <pre>{@code
 * "_streaming_join.end_offsets": "{\"version\":1, ...}"                       the whole text
 *
 * "_streaming_join.end_offsets_file": "s3://bucket/checkpoint/batch_offsets/17-9f3c....json.gz"
 * "_streaming_join.end_offsets_sha256": "9f3c..."                             of the text
 * "_streaming_join.end_offsets_shards": "4000"
 *
 * "_streaming_join.start_offsets_sha256": "5e88..."                           alone: the text is the end of the batch before
 * }</pre>
 *
 * <p>An offset of 4,000 shards is a text of about 1 MB. Hudi reads the metadata of its newest commits with every batch, and
 * so would every reader of the table.
 */
public final class NotedOffsets {
    /**
     * How long a text may be in the metadata, in bytes as JSON escapes it. A commit has one text, and stays under 32 KB with the
     * rest of what the job notes.
     */
    static final int LONGEST = 28 * 1024;

    private static final int LONGEST_IN_MESSAGES = 1_000;

    private static final String FILE = "_file";
    private static final String SHA256 = "_sha256";
    private static final String SHARDS = "_shards";

    /** By the ending of the key. */
    private final Map<String, String> metadata;

    private NotedOffsets(Map<String, String> metadata) {
        this.metadata = Collections.unmodifiableMap(metadata);
    }

    /** Returns whether a text is short enough to be noted as a whole. */
    public static boolean fit(String text) {
        return JsonStringEncoder.getInstance().quoteAsUTF8(text).length <= LONGEST;
    }

    /** Returns offsets whose text is noted as a whole. */
    public static NotedOffsets whole(String text) {
        return new NotedOffsets(Collections.singletonMap("", text));
    }

    /**
     * Returns offsets whose text is in a file.
     *
     * @param file the file's address. Its content is the text, as gzip compresses it
     * @param sha256 of the text, in hexadecimal digits
     * @param shards how many shards the text has
     */
    public static NotedOffsets inFile(String file, String sha256, long shards) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(FILE, file);
        metadata.put(SHA256, sha256);
        metadata.put(SHARDS, Long.toString(shards));
        return new NotedOffsets(metadata);
    }

    /**
     * Returns the same offsets without their text, for a commit that need not repeat what another one has. The empty text stays,
     * and so does the address of a file.
     */
    NotedOffsets withoutText() {
        String text = metadata.get("");
        return text == null || text.isEmpty() ? this : new NotedOffsets(Collections.singletonMap(SHA256, sha256(text)));
    }

    /** Returns whether a key of a commit's metadata notes the offsets that begin with another key. */
    static boolean areNotedBy(String key, String offsetsKey) {
        return key.equals(offsetsKey)
                || key.equals(offsetsKey + FILE)
                || key.equals(offsetsKey + SHA256)
                || key.equals(offsetsKey + SHARDS);
    }

    /** Reads the offsets that a commit's metadata note under a key; empty where the commit notes none. */
    static Optional<NotedOffsets> ofMetadata(Map<String, String> commitMetadata, String offsetsKey) {
        Map<String, String> metadata = new LinkedHashMap<>();
        for (String ending : Arrays.asList("", FILE, SHA256, SHARDS)) {
            String value = commitMetadata.get(offsetsKey + ending);
            if (value != null) {
                metadata.put(ending, value);
            }
        }
        NotedOffsets offsets = new NotedOffsets(metadata);
        return offsets.sha256() == null ? Optional.empty() : Optional.of(offsets);
    }

    /** Returns whether both are the same text, however each is noted. A file may have moved with the checkpoint. */
    boolean haveSameTextAs(NotedOffsets other) {
        return sha256().equals(other.sha256());
    }

    /** Returns the SHA-256 of the text, in hexadecimal digits; null for metadata without offsets. */
    private String sha256() {
        String text = metadata.get("");
        return text == null ? metadata.get(SHA256) : sha256(text);
    }

    /** Returns the SHA-256 of a text, in hexadecimal digits. */
    public static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return String.format("%064x", new BigInteger(1, digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Returns the text, cut where it is long, or the file's address, or the digest: for messages. */
    @Override
    public String toString() {
        String text = metadata.get("");
        if (text == null) {
            return metadata.getOrDefault(FILE, "a text with the SHA-256 " + metadata.get(SHA256));
        }
        if (text.isEmpty()) {
            return "the beginning of the stream";
        }
        return text.length() <= LONGEST_IN_MESSAGES ? text : text.substring(0, LONGEST_IN_MESSAGES) + "...";
    }

    /** Returns what a commit's metadata get. */
    Map<String, String> toMetadata(String offsetsKey) {
        Map<String, String> named = new LinkedHashMap<>();
        metadata.forEach((ending, value) -> named.put(offsetsKey + ending, value));
        return named;
    }
}
