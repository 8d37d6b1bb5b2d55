package io.streamlab.local.stack;

import static java.util.Map.entry;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.Endpoints;
import io.streamlab.local.common.Readiness;
import io.streamlab.local.example.ExampleResources;
import java.net.URI;
import java.util.Map;

/**
 * The Hive metastore of Spark's own classpath, over Derby in memory. The job registers its Hudi tables there, as it registers
 * them in the Glue Data Catalog on AWS. The metastore reaches {@code s3://} locations through S3A.
 */
final class MetastoreServer extends JavaServer {
    private static final String NAME = "metastore";

    private final URI s3;

    /** @param s3 where the buckets are; that server itself may start later */
    MetastoreServer(Checkout checkout, StackDirectory directory, Ports ports, URI s3) {
        super(NAME, address("thrift", NAME, ports), checkout, directory);
        this.s3 = s3;
    }

    @Override
    public ServerCommand command() {
        ConfigurationFiles.writeHadoop(
                configuration().resolve("hive-site.xml"),
                Map.ofEntries(
                        entry("javax.jdo.option.ConnectionURL", "jdbc:derby:memory:metastore;create=true"),
                        entry("javax.jdo.option.ConnectionDriverName", "org.apache.derby.jdbc.EmbeddedDriver"),
                        entry("datanucleus.schema.autoCreateAll", "true"),
                        entry("hive.metastore.schema.verification", "false"),
                        entry("hive.metastore.warehouse.dir", "s3://" + ExampleResources.BUCKET + "/warehouse")));
        ConfigurationFiles.writeHadoop(
                configuration().resolve("core-site.xml"),
                Map.ofEntries(
                        entry("fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem"),
                        entry("fs.s3a.endpoint", s3.toString()),
                        entry("fs.s3a.endpoint.region", Endpoints.REGION),
                        entry("fs.s3a.access.key", Endpoints.ACCESS_KEY),
                        entry("fs.s3a.secret.key", Endpoints.ACCESS_KEY),
                        entry("fs.s3a.path.style.access", "true"),
                        entry("fs.s3a.connection.ssl.enabled", "false")));
        return run(
                java("local/spark", "256m").withConfiguration(configuration()).temporaryFiles(data()),
                Map.of(),
                "org.apache.hadoop.hive.metastore.HiveMetaStore",
                "-p",
                port());
    }

    @Override
    public boolean isReady() {
        return Readiness.acceptsConnections(address());
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(Endpoints.METASTORE, address().toString());
    }
}
