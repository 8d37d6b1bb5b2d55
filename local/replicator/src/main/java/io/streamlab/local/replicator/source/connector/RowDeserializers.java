package io.streamlab.local.replicator.source.connector;

import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.TableMapEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import io.debezium.config.CommonConnectorConfig.EventProcessingFailureHandlingMode;
import io.debezium.connector.binlog.event.RowDeserializers.DeleteRowsDeserializer;
import io.debezium.connector.binlog.event.RowDeserializers.UpdateRowsDeserializer;
import io.debezium.connector.binlog.event.RowDeserializers.WriteRowsDeserializer;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads rows of the binary log. Debezium's own classes read NULL where MySQL has a zero date or a day or month of zero, and 1900
 * for the year 0000. These read dates, times and years as {@link TemporalText}.
 */
final class RowDeserializers {

    private static final EventProcessingFailureHandlingMode FAIL = EventProcessingFailureHandlingMode.FAIL;

    /** The tables of the rows that are being read, by their number in the binary log. */
    private static final class Tables extends LinkedHashMap<Long, TableMapEventData> {

        private static final long serialVersionUID = 1;
        private static final int MOST = 10_000;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, TableMapEventData> eldest) {
            return size() > MOST;
        }
    }

    private RowDeserializers() {}

    /** Replaces the deserializers of rows. */
    static void register(EventDeserializer deserializer) {
        Tables tables = new Tables();
        deserializer.setEventDataDeserializer(EventType.TABLE_MAP, new TableMapEventDataDeserializer() {
            @Override
            public TableMapEventData deserialize(ByteArrayInputStream input) throws IOException {
                TableMapEventData table = super.deserialize(input);
                tables.put(table.getTableId(), table);
                return table;
            }
        });
        deserializer.setEventDataDeserializer(EventType.WRITE_ROWS, new Inserts(tables));
        deserializer.setEventDataDeserializer(EventType.UPDATE_ROWS, new Updates(tables));
        deserializer.setEventDataDeserializer(EventType.DELETE_ROWS, new Deletes(tables));
        deserializer.setEventDataDeserializer(
                EventType.EXT_WRITE_ROWS, new Inserts(tables).setMayContainExtraInformation(true));
        deserializer.setEventDataDeserializer(
                EventType.EXT_UPDATE_ROWS, new Updates(tables).setMayContainExtraInformation(true));
        deserializer.setEventDataDeserializer(
                EventType.EXT_DELETE_ROWS, new Deletes(tables).setMayContainExtraInformation(true));
    }

    private static final class Inserts extends WriteRowsDeserializer {

        Inserts(Tables tables) {
            super(tables, FAIL);
        }

        @Override
        protected Serializable deserializeCell(ColumnType type, int meta, int length, ByteArrayInputStream input)
                throws IOException {
            return TemporalText.isTemporal(type)
                    ? TemporalText.read(type, meta, input)
                    : super.deserializeCell(type, meta, length, input);
        }
    }

    private static final class Updates extends UpdateRowsDeserializer {

        Updates(Tables tables) {
            super(tables, FAIL);
        }

        @Override
        protected Serializable deserializeCell(ColumnType type, int meta, int length, ByteArrayInputStream input)
                throws IOException {
            return TemporalText.isTemporal(type)
                    ? TemporalText.read(type, meta, input)
                    : super.deserializeCell(type, meta, length, input);
        }
    }

    private static final class Deletes extends DeleteRowsDeserializer {

        Deletes(Tables tables) {
            super(tables, FAIL);
        }

        @Override
        protected Serializable deserializeCell(ColumnType type, int meta, int length, ByteArrayInputStream input)
                throws IOException {
            return TemporalText.isTemporal(type)
                    ? TemporalText.read(type, meta, input)
                    : super.deserializeCell(type, meta, length, input);
        }
    }
}
