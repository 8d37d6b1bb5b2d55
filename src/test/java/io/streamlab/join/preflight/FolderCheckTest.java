package io.streamlab.join.preflight;

import static io.streamlab.join.preflight.Answers.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderCheckTest {
    @TempDir
    private Path temporary;

    @Test
    void writesListsReadsAndDeletesAFile() {
        URI folder = temporary.resolve("output").toUri();

        assertThat(texts(new FolderCheck(folder, new Configuration())))
                .containsExactly(
                        "ok        s3:PutObject on " + folder,
                        "ok        s3:ListBucket on " + folder,
                        "ok        s3:GetObject on " + folder,
                        "ok        s3:DeleteObject on " + folder);
        assertThat(new File(folder).list((parent, name) -> !name.endsWith(".crc")))
                .isEmpty();
    }

    @Test
    void aFolderThatMayNotBeWrittenIsStillListed() {
        URI folder = temporary.toUri();

        assertThat(texts(new FolderCheck(folder, configuration(ReadOnlyFileSystem.class))))
                .containsExactly(
                        "FAILED    s3:PutObject on " + folder + ": the job's role lacks s3:PutObject. "
                                + "AccessDeniedException: probe: PUT 0-byte object: Access Denied (Status Code: 403)",
                        "ok        s3:ListBucket on " + folder,
                        "not tried s3:GetObject on " + folder
                                + ": there is no file of which it is known that it is there",
                        "not tried s3:DeleteObject on " + folder + ": there is no file that may be deleted");
    }

    @Test
    void namesThePermissionToDelete() {
        assertThat(texts(new FolderCheck(temporary.toUri(), configuration(UndeletingFileSystem.class))))
                .last()
                .asString()
                .startsWith("FAILED    s3:DeleteObject on " + temporary.toUri()
                        + ": the job's role lacks s3:DeleteObject. ");
    }

    private static Configuration configuration(Class<?> fileSystem) {
        Configuration configuration = new Configuration();
        configuration.setBoolean("fs.file.impl.disable.cache", true);
        configuration.set("fs.file.impl", fileSystem.getName());
        return configuration;
    }

    /** Refuses writes as S3A does. */
    public static final class ReadOnlyFileSystem extends RawLocalFileSystem {
        @Override
        public FSDataOutputStream create(
                org.apache.hadoop.fs.Path file,
                boolean overwrite,
                int bufferSize,
                short replication,
                long blockSize,
                org.apache.hadoop.util.Progressable progress)
                throws IOException {
            throw new AccessDeniedException("probe", null, "PUT 0-byte object: Access Denied (Status Code: 403)");
        }
    }

    /** Refuses deletions as S3A does. */
    public static final class UndeletingFileSystem extends RawLocalFileSystem {
        @Override
        public boolean delete(org.apache.hadoop.fs.Path file, boolean recursive) throws IOException {
            throw new AccessDeniedException("probe", null, "delete: Access Denied (Status Code: 403)");
        }
    }
}
