package io.streamlab.join;

import java.util.Map;
import java.util.TreeMap;

/** Settings of this JVM, until they are closed, such as those by which the AWS SDK finds a server of the tests. */
public final class SystemProperties implements AutoCloseable {
    private final Map<String, String> replaced = new TreeMap<>();

    private SystemProperties() {}

    public static SystemProperties set(Map<String, String> values) {
        SystemProperties properties = new SystemProperties();
        values.forEach((name, value) -> {
            properties.replaced.put(name, System.getProperty(name, ""));
            System.setProperty(name, value);
        });
        return properties;
    }

    @Override
    public void close() {
        replaced.forEach((name, value) -> {
            if (value.isEmpty()) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }
}
