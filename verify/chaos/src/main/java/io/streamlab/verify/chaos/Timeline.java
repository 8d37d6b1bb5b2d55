package io.streamlab.verify.chaos;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Finds the table's complete commits by their files. Those that Hudi has archived since are remembered. */
final class Timeline {
    private static final String SUFFIX = ".commit";
    private static final JsonMapper JSON = new JsonMapper();

    private final S3Client s3;
    private final String bucket;
    private final String folder;
    private final Commits commits = new Commits();

    /** @param folder of the timeline, with a slash at its end */
    Timeline(S3Client s3, String bucket, String folder) {
        this.s3 = s3;
        this.bucket = bucket;
        this.folder = folder;
    }

    /** Returns those found up to now. */
    Commits commits() {
        return commits;
    }

    /** Reads what is new. To be called at least once in twenty commits, which is what Hudi leaves unarchived. */
    synchronized void refresh() {
        s3
                .listObjectsV2Paginator(
                        request -> request.bucket(bucket).prefix(folder).delimiter("/"))
                .contents()
                .stream()
                .map(S3Object::key)
                .filter(key -> key.endsWith(SUFFIX))
                .forEach(this::read);
    }

    private void read(String key) {
        String instant = key.substring(folder.length(), key.length() - SUFFIX.length());
        if (commits.find(instant).isPresent()) {
            return;
        }
        try {
            byte[] content = s3.getObjectAsBytes(
                            request -> request.bucket(bucket).key(key))
                    .asByteArray();
            commits.add(Commit.of(instant, JSON.readTree(content)));
        } catch (NoSuchKeyException e) {
            throw new IllegalStateException("the commit " + key + " was archived before it could be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the commit " + key + " is no JSON", e);
        }
    }
}
