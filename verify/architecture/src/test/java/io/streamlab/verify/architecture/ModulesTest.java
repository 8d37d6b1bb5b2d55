package io.streamlab.verify.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the modules of {@code local/} and {@code verify/} to their table in docs/ARCHITECTURE.md: the table is the rule. */
class ModulesTest {
    private static final Path CHECKOUT = Path.of("../..");

    /** A row such as {@code | `local/stack` | `local/common`, `local/example` | ... |}. */
    private static final Pattern ROW = Pattern.compile("\\| `((?:local|verify)/[\\w-]+)` \\| ([^|]*) \\|.*");

    private static final Map<String, List<String>> MAY_IMPORT = readTable();

    private static Map<String, List<String>> readTable() {
        try {
            Map<String, List<String>> table = new TreeMap<>();
            for (String line : Files.readAllLines(CHECKOUT.resolve("docs").resolve("ARCHITECTURE.md"))) {
                Matcher row = ROW.matcher(line);
                if (row.matches()) {
                    String cell = row.group(2);
                    table.put(
                            row.group(1),
                            cell.equals("nothing")
                                    ? List.of()
                                    : List.of(cell.replace("`", "").split(", ")));
                }
            }
            return table;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> modules() throws IOException {
        List<String> modules = new ArrayList<>();
        for (String side : List.of("local", "verify")) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(CHECKOUT.resolve(side))) {
                for (Path folder : folders) {
                    if (Files.isDirectory(folder.resolve("src/main/java"))) {
                        modules.add(side + "/" + folder.getFileName());
                    }
                }
            }
        }
        return modules;
    }

    @Test
    void tableHasEveryModuleWithCode() throws IOException {
        assertThat(modules()).containsExactlyInAnyOrderElementsOf(MAY_IMPORT.keySet());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void moduleHasAPackageOfItsOwnAndImportsWhatItMay(String module) {
        JavaClasses classes =
                new ClassFileImporter().importPath(CHECKOUT.resolve(module).resolve("target/classes"));
        List<String> own = new ArrayList<>(List.of(packagesOf(module)));
        MAY_IMPORT.get(module).forEach(other -> own.add(packagesOf(other)));
        String[] allowed = own.toArray(String[]::new);

        classes().should().resideInAPackage(packagesOf(module)).check(classes);
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed).or(resideOutsideOfPackage("io.streamlab..")))
                .check(classes);
    }

    @Test
    void commonDependsOnTheJdkAlone() {
        JavaClasses classes = new ClassFileImporter().importPath(CHECKOUT.resolve("local/common/target/classes"));

        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", packagesOf("local/common")))
                .check(classes);
    }

    /** For example {@code io.streamlab.local.gluesync..} of {@code local/glue-sync}. */
    private static String packagesOf(String module) {
        return "io.streamlab." + module.replace('/', '.').replace("-", "") + "..";
    }
}
