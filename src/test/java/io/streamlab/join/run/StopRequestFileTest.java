package io.streamlab.join.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.URI;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;

class StopRequestFileTest {
    /** Access may be denied for a while, and the job can do without this file. */
    @Test
    void aLookThatFailsInAnyWayFailsNoJob() {
        Configuration configuration = new Configuration();
        configuration.setClass("fs.denied.impl", DeniedFileSystem.class, DeniedFileSystem.class);
        StopRequestFile request =
                new StopRequestFile(URI.create("denied:///checkpoint"), "run-1", configuration, Duration.ZERO);

        assertThat(request.isThere()).isFalse();
        assertThatCode(request::remove).doesNotThrowAnyException();
    }

    /** Throws what the SDK for S3 throws, as some file systems pass it on. */
    public static final class DeniedFileSystem extends RawLocalFileSystem {
        @Override
        public URI getUri() {
            return URI.create("denied:///");
        }

        @Override
        public FileStatus getFileStatus(Path path) {
            throw new IllegalStateException("Access Denied");
        }

        @Override
        public boolean delete(Path path, boolean recursive) {
            throw new IllegalStateException("Access Denied");
        }
    }
}
