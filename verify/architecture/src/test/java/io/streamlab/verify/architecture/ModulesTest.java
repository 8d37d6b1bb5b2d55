package io.streamlab.verify.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each module of {@code local/} and {@code verify/} may import: docs/ARCHITECTURE.md has the same table. */
class ModulesTest {
    private static final Path CHECKOUT = Path.of("../..");

    /** Of other modules of this project. */
    private static final Map<String, List<String>> MAY_IMPORT = Map.ofEntries(
            entry("local/common", List.of()),
            entry("local/example", List.of("local/common")),
            entry("local/glue", List.of()),
            entry("local/glue-sync", List.of()),
            entry("local/replicator", List.of()),
            entry("local/stack", List.of("local/common", "local/example")),
            entry("local/spark", List.of("local/common")),
            entry("local/commands", List.of("local/common", "local/spark")),
            entry("verify/pipeline", List.of("local/common", "local/example", "local/stack")),
            entry("verify/walkthrough", List.of("local/common", "local/example", "local/stack", "verify/pipeline")),
            entry("verify/chaos", List.of("local/common", "local/example", "local/stack", "verify/pipeline")),
            entry("verify/benchmark", List.of("local/common", "local/example", "local/spark")));

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
