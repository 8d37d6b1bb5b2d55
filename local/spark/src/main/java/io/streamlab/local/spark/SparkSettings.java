package io.streamlab.local.spark;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Spark's settings for working on the endpoints of the environment as Spark on Glue works on AWS. */
public final class SparkSettings {
    private static final String S3A = "spark.hadoop.fs.s3a.";

    private SparkSettings() {}

    /**
     * Settings by their full names. No credentials are among them: S3A takes those from the environment by the provider named here, since
     * a command line can be seen by every user of the machine.
     *
     * @param metastore without one the catalog is empty and lives in memory
     */
    public static Map<String, String> of(URI s3, String region, Optional<URI> metastore) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("spark.ui.enabled", "false");
        settings.put("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
        settings.put("spark.sql.session.timeZone", "UTC");
        settings.put("spark.sql.hive.convertMetastoreParquet", "false");
        settings.put("spark.sql.catalogImplementation", metastore.isPresent() ? "hive" : "in-memory");
        metastore.ifPresent(uri -> settings.put("spark.hadoop.hive.metastore.uris", uri.toString()));
        // Tables are registered with s3:// locations, which Athena insists on; off AWS that scheme is S3A's.
        settings.put("spark.hadoop.fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
        settings.put("spark.hadoop.fs.AbstractFileSystem.s3.impl", S3FileContext.class.getName());
        settings.put(S3A + "endpoint", s3.toString());
        settings.put(S3A + "endpoint.region", region);
        settings.put(S3A + "path.style.access", "true");
        settings.put(S3A + "connection.ssl.enabled", Boolean.toString("https".equals(s3.getScheme())));
        settings.put(S3A + "aws.credentials.provider", "com.amazonaws.auth.DefaultAWSCredentialsProviderChain");
        return settings;
    }
}
