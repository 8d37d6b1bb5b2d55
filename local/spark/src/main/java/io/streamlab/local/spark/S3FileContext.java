package io.streamlab.local.spark;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.s3a.S3AFileSystem;

/**
 * S3A under {@code s3://} for those that use Hadoop's FileContext in place of its FileSystem, as awslabs' Kinesis connector does. AWS has
 * such a class of its own. S3A's would insist on {@code s3a://}.
 */
public final class S3FileContext extends DelegateToFileSystem {
    private static final String SCHEME = "s3";
    private static final int NO_PORT = -1;

    /** Hadoop calls it for the class in {@code fs.AbstractFileSystem.s3.impl}. */
    public S3FileContext(URI uri, Configuration configuration) throws IOException, URISyntaxException {
        super(uri, new S3AFileSystem(), configuration, SCHEME, false);
    }

    /** Returns no port: an address of S3 has none. */
    @Override
    public int getUriDefaultPort() {
        return NO_PORT;
    }
}
