package io.streamlab.local.replicator.source;

import java.util.Map;
import java.util.Optional;

/**
 * A position in the source's binary log, as {@code SHOW MASTER STATUS} shows it.
 *
 * @param offset of the first byte not yet read, or of the transaction that is being read
 */
public record BinlogPosition(String file, long offset) {

    static Optional<BinlogPosition> of(Map<String, ?> debeziumOffset) {
        return debeziumOffset.get("file") instanceof String file && debeziumOffset.get("pos") instanceof Number offset
                ? Optional.of(new BinlogPosition(file, offset.longValue()))
                : Optional.empty();
    }
}
