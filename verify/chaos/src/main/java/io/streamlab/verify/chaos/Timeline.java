package io.streamlab.verify.chaos;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Finds the table's complete commits by their files. Those that Hudi has archived since are remembered. */
final class Timeline {
    private static final String SUFFIX = ".commit";
    private static final JsonMapper JSON = new JsonMapper();

    /** For example 20261130120000000.commit.requested, or 20261130120000000.inflight. */
    private static final Pattern INSTANT = Pattern.compile("(\\d+)\\.(.+)");

    /** The file by which the job keeps a second writer off. */
    private static final String LEASE = ".streaming_join_writer";

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

    /**
     * Returns what a job that has ended must not leave: actions that are not complete, which the next start would have to roll back or complete,
     * and the file by which a job has the table.
     */
    List<String> unfinished() {
        Set<String> complete = new HashSet<>();
        Set<String> begun = new TreeSet<>();
        List<String> unfinished = new ArrayList<>();
        s3
                .listObjectsV2Paginator(
                        request -> request.bucket(bucket).prefix(folder).delimiter("/"))
                .contents()
                .stream()
                .map(file -> INSTANT.matcher(file.key().substring(folder.length())))
                .filter(Matcher::matches)
                .forEach(file -> {
                    boolean isComplete = !file.group(2).endsWith("requested")
                            && !file.group(2).endsWith("inflight");
                    (isComplete ? complete : begun).add(file.group(1));
                    if (file.group(2).equals("rollback")) {
                        unfinished.add("the rollback " + file.group(1));
                    }
                });
        begun.removeAll(complete);
        begun.forEach(instant -> unfinished.add("the action " + instant + ", which is not complete"));
        String table = folder.substring(0, folder.length() - ".hoodie/".length());
        if (s3.listObjectsV2(request -> request.bucket(bucket).prefix(table + LEASE))
                        .keyCount()
                > 0) {
            unfinished.add("the file " + LEASE);
        }
        return unfinished;
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
