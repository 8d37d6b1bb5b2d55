package io.streamlab.verify.endurance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The job's reports of its batches. Reads each byte of the log once, however often it is asked. */
final class BatchLog {
    /** The logger that the reports come from. */
    private static final String MARK = "BatchReport";

    private static final JsonMapper JSON = new JsonMapper();

    private final Path log;
    private final List<JsonNode> batches = new ArrayList<>();
    private long position;
    private long recordsRead;

    BatchLog(Path log) {
        this.log = log;
    }

    /** Returns the reports of all batches up to now. */
    synchronized List<JsonNode> batches() {
        readOn();
        return List.copyOf(batches);
    }

    synchronized long recordsRead() {
        readOn();
        return recordsRead;
    }

    synchronized int commits() {
        readOn();
        return (int) batches.stream().filter(batch -> batch.has("commit")).count();
    }

    private void readOn() {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] content = new byte[(int) (file.length() - position)];
            file.seek(position);
            file.readFully(content);
            int end = content.length;
            while (end > 0 && content[end - 1] != '\n') {
                end--;
            }
            position += end;
            new String(content, 0, end, UTF_8)
                    .lines()
                    .filter(line -> line.contains(MARK) && line.contains("{"))
                    .map(BatchLog::parse)
                    .filter(report -> report.has("batch_id"))
                    .forEach(report -> {
                        batches.add(report);
                        recordsRead += report.path("records_read").asLong();
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line.substring(line.indexOf('{')));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the job's log holds a report that is no JSON: " + line, e);
        }
    }
}
