package io.streamlab.join.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What a class logs while this is open. */
final class LogRecorder extends AbstractAppender implements AutoCloseable {
    private final Logger logger;
    private final Level quiet;
    private final List<String> messages = new CopyOnWriteArrayList<>();

    LogRecorder(Class<?> source) {
        super("recorder", null, null, true, Property.EMPTY_ARRAY);
        logger = (Logger) LogManager.getLogger(source);
        quiet = logger.getLevel();
        start();
        logger.addAppender(this);
        // Only now, as the first appender of a logger brings back the configured level.
        logger.setLevel(Level.INFO);
    }

    List<String> messages() {
        return List.copyOf(messages);
    }

    @Override
    public void append(LogEvent event) {
        messages.add(event.getMessage().getFormattedMessage());
    }

    @Override
    public void close() {
        logger.removeAppender(this);
        logger.setLevel(quiet);
        stop();
    }
}
