package io.streamlab;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;

/** Holds the classes of the job to the table "may import" in docs/ARCHITECTURE.md: the table is the rule. */
class ImportRulesTest {
    private static final String PROJECT = "io.streamlab.";
    private static final Path CLASSES = Path.of("target", "classes");

    /** A row such as {@code | `join.lookup` | `join.config`, `join.text` | ... |}; "nothing" allows no other room. */
    private static final Pattern ROW = Pattern.compile("\\| `((?:kinesis|join)[\\w.]*)` \\| ([^|]*) \\|.*");

    private static JavaClasses classes;
    private static Map<String, Set<String>> mayImport;

    @BeforeAll
    static void readClassesAndTable() {
        // The names of Spark's and AWS's classes are enough.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        classes = new ClassFileImporter().importPath(CLASSES);
        mayImport = readTable();
    }

    @Test
    void everyRoomIsInTheTable() {
        Set<String> rooms = classes.stream().map(ImportRulesTest::room).collect(Collectors.toCollection(TreeSet::new));

        assertThat(mayImport.keySet()).isEqualTo(rooms);
    }

    @Test
    void aRoomImportsOnlyWhatTheTableAllows() {
        Set<String> forbidden = new TreeSet<>();
        for (JavaClass origin : classes) {
            for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getName().startsWith(PROJECT) && !isAllowed(room(origin), room(target))) {
                    forbidden.add(
                            room(origin) + " may not import " + room(target) + ": " + dependency.getDescription());
                }
            }
        }

        assertThat(forbidden).isEmpty();
    }

    @Test
    void noTwoRoomsImportEachOtherByAnyWay() {
        for (String room : mayImport.keySet()) {
            assertThat(reachable(room)).as("rooms that %s reaches", room).doesNotContain(room);
        }
    }

    /** The name of an option as a whole: a sentence for people may quote one anywhere. */
    @Test
    void onlyTheRoomHudiNamesHudisOptions() throws IOException {
        Set<String> naming = new TreeSet<>();
        for (JavaClass origin : classes) {
            if (room(origin).equals("join.hudi")) {
                continue;
            }
            byte[] file = Files.readAllBytes(CLASSES.resolve(origin.getName().replace('.', '/') + ".class"));
            for (String constant : texts(new ClassReader(file))) {
                if (constant.matches("hoodie(\\.[a-z0-9_]+)+")) {
                    naming.add(origin.getName() + ": " + constant);
                }
            }
        }

        assertThat(naming).isEmpty();
    }

    private boolean isAllowed(String origin, String target) {
        return origin.equals(target) || mayImport.getOrDefault(origin, Set.of()).contains(target);
    }

    private Set<String> reachable(String room) {
        Set<String> reached = new TreeSet<>();
        Set<String> next = mayImport.get(room);
        while (!next.isEmpty()) {
            reached.addAll(next);
            next = next.stream()
                    .flatMap(imported -> mayImport.getOrDefault(imported, Set.of()).stream())
                    .filter(imported -> !reached.contains(imported))
                    .collect(Collectors.toSet());
        }
        return reached;
    }

    private static Set<String> texts(ClassReader file) {
        Set<String> texts = new TreeSet<>();
        char[] buffer = new char[file.getMaxStringLength()];
        for (int item = 1; item < file.getItemCount(); item++) {
            int offset = file.getItem(item);
            // 8 is the tag of a text in a class file's pool of constants: Java Virtual Machine Specification, 4.4.
            if (offset > 0 && file.readByte(offset - 1) == 8) {
                texts.add(file.readUTF8(offset, buffer));
            }
        }
        return texts;
    }

    /** Returns the package without the project's name, such as {@code join.lookup}. */
    private static String room(JavaClass type) {
        return type.getPackageName().substring(PROJECT.length());
    }

    private static Map<String, Set<String>> readTable() {
        try {
            Map<String, Set<String>> table = new TreeMap<>();
            for (String line : Files.readAllLines(Path.of("docs", "ARCHITECTURE.md"))) {
                Matcher row = ROW.matcher(line);
                if (row.matches()) {
                    table.put(row.group(1), rooms(row.group(2)));
                }
            }
            return table;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> rooms(String cell) {
        return cell.isBlank() || cell.equals("nothing")
                ? Set.of()
                : Arrays.stream(cell.replace("`", "").split(", ")).collect(Collectors.toCollection(TreeSet::new));
    }
}
