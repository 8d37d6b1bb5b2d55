package io.streamlab.local.stack;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Writes the files that servers read their settings from. */
final class ConfigurationFiles {

    private ConfigurationFiles() {}

    static void write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** As java.util.Properties reads them. */
    static void writeProperties(Path file, Map<String, String> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        StringWriter content = new StringWriter();
        try {
            properties.store(content, null);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen in memory", e);
        }
        write(file, content.toString());
    }

    /** As Hadoop and Hive read them. */
    static void writeHadoop(Path file, Map<String, String> settings) {
        StringBuilder content = new StringBuilder("<configuration>\n");
        new TreeMap<>(settings).forEach((name, value) -> content.append("    <property>\n        <name>")
                .append(escape(name))
                .append("</name>\n        <value>")
                .append(escape(value))
                .append("</value>\n    </property>\n"));
        write(file, content.append("</configuration>\n").toString());
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
