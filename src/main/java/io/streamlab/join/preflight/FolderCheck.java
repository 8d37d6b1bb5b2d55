package io.streamlab.join.preflight;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A folder that the job writes to: whether a file can be written, listed, read and deleted there. */
final class FolderCheck implements Check {
    private static final byte[] CONTENT = "written by --validate, and deleted again".getBytes(US_ASCII);

    private final URI folder;
    private final Configuration configuration;

    FolderCheck(URI folder, Configuration configuration) {
        this.folder = folder;
        this.configuration = configuration;
    }

    @Override
    public List<Finding> run() {
        Attempts attempts = new Attempts(folder.toString());
        // Readers of tables pass over names that begin like this.
        Path probe = new Path(new Path(folder), "_validate_" + UUID.randomUUID());
        Optional<Path> written = attempts.attempt("s3:PutObject", () -> write(probe));
        attempts.attempt("s3:ListBucket", () -> list(probe));
        if (written.isPresent()) {
            attempts.attempt("s3:GetObject", () -> read(probe));
            attempts.attempt("s3:DeleteObject", () -> delete(probe));
        } else {
            attempts.skip("s3:GetObject", "there is no file of which it is known that it is there");
            attempts.skip("s3:DeleteObject", "there is no file that may be deleted");
        }
        return attempts.findings();
    }

    private Path write(Path probe) throws IOException {
        try (OutputStream file = fileSystem(probe).create(probe, false)) {
            file.write(CONTENT);
        }
        return probe;
    }

    private Path list(Path probe) throws IOException {
        FileSystem fileSystem = fileSystem(probe);
        if (fileSystem.exists(probe.getParent())) {
            fileSystem.listStatus(probe.getParent());
        }
        return probe;
    }

    private Path read(Path probe) throws IOException {
        try (InputStream file = fileSystem(probe).open(probe)) {
            byte[] content = new byte[CONTENT.length];
            if (file.read(content) < 0) {
                throw new IOException(probe + " was written and is empty");
            }
        }
        return probe;
    }

    private Path delete(Path probe) throws IOException {
        if (!fileSystem(probe).delete(probe, false)) {
            throw new IOException(probe + " was written and cannot be deleted; delete it by hand");
        }
        return probe;
    }

    private FileSystem fileSystem(Path path) throws IOException {
        return path.getFileSystem(configuration);
    }
}
