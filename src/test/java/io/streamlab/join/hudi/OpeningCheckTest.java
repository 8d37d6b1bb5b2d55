package io.streamlab.join.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpeningCheckTest {
    @TempDir
    private Path table;

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, no table, false",
        "Europe/Berlin, hoodie.table.timeline.timezone=LOCAL, true",
        "America/New_York, hoodie.table.name=orders, true",
        "Europe/Berlin, hoodie.table.timeline.timezone=UTC, false",
        "UTC, no table, false",
        "UTC, hoodie.table.timeline.timezone=LOCAL, false",
        "+05:30, hoodie.table.timeline.timezone=LOCAL, false"
    })
    void warnsWhereCommitsOfAnHourCouldNotBeToldApart(String zone, String properties, boolean warns)
            throws IOException {
        Optional<ExistingTable> existing = Optional.empty();
        if (!properties.equals("no table")) {
            Files.writeString(
                    Files.createDirectories(table.resolve(".hoodie")).resolve("hoodie.properties"), properties);
            existing = ExistingTable.read(table.toString(), new Configuration());
        }
        List<String> warnings = new ArrayList<>();

        OpeningCheck.warnOfSummerTime(existing, ZoneId.of(zone), warnings::add);

        assertThat(warnings).hasSize(warns ? 1 : 0).allSatisfy(warning -> assertThat(warning)
                .startsWith("The time zone of this JVM, " + zone + ", has or had another offset at times")
                .endsWith("Start the JVM with -Duser.timezone=UTC"));
    }
}
