package io.streamlab.verify.benchmark;

import io.streamlab.local.common.CommandException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The machine and the date, which a figure depends on as much as on the program.
 *
 * @param processor its name, if the system has a name for it
 * @param cores that this process may use
 */
public record Environment(Instant date, String system, String processor, int cores, long memoryMiB, String java) {
    private static final Path LINUX_PROCESSORS = Path.of("/proc/cpuinfo");

    public static Environment ofThisMachine(Clock clock) {
        return new Environment(
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                totalMemory() / (1024 * 1024),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    }

    /** One line for people. */
    public String describe() {
        return String.format(
                Locale.ROOT,
                "%s, %s, %d cores, %.1f GiB, %s, %s",
                date,
                processor,
                cores,
                memoryMiB / 1024.0,
                system,
                java);
    }

    /** For the report. */
    Map<String, Object> asMap() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("date", date.toString());
        values.put("system", system);
        values.put("processor", processor);
        values.put("cores", cores);
        values.put("memory_mib", memoryMiB);
        values.put("java", java);
        return values;
    }

    private static long totalMemory() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
    }

    /** Returns the name that Linux has in a file; elsewhere, the architecture. */
    private static String processorName() {
        String architecture = System.getProperty("os.arch");
        if (!Files.isReadable(LINUX_PROCESSORS)) {
            return architecture;
        }
        try (Stream<String> lines = Files.lines(LINUX_PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(architecture);
        } catch (IOException e) {
            throw new CommandException("cannot read " + LINUX_PROCESSORS, e);
        }
    }
}
