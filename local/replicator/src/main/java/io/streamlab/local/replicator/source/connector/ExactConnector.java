package io.streamlab.local.replicator.source.connector;

import io.debezium.connector.mariadb.MariaDbConnector;
import org.apache.kafka.connect.connector.Task;

/**
 * Debezium's MariaDB connector, which reads each value as MySQL shows it. Dates and times are text, with zeros where MySQL has
 * zeros. FLOAT has all of its digits. The members of ENUM and SET are what the table declares.
 */
@SuppressWarnings("unchecked") // Debezium's own class overrides a method with a raw type.
public final class ExactConnector extends MariaDbConnector {

    @Override
    public Class<? extends Task> taskClass() {
        return ExactConnectorTask.class;
    }
}
