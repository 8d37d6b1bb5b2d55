package io.streamlab.local.stack;

import static java.util.Map.entry;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.Endpoints;
import io.streamlab.local.example.ExampleResources;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * The Hive metastore of Spark's own classpath, over Derby in memory. The job's Hudi tables are synced to it, as they are
 * to the Glue Data Catalog on AWS; it reaches {@code s3://} locations through S3A.
 */
final class MetastoreServer implements Server {

    private static final String NAME = "metastore";
    private static final String MODULE = "local/spark";

    private final Checkout checkout;
    private final StackDirectory directory;
    private final URI s3;
    private final URI address;

    /** @param s3 where the buckets are; the server itself may start later */
    MetastoreServer(Checkout checkout, StackDirectory directory, Ports ports, URI s3) {
        this.checkout = checkout;
        this.directory = directory;
        this.s3 = s3;
        this.address = URI.create("thrift://127.0.0.1:" + ports.of(NAME));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public URI address() {
        return address;
    }

    @Override
    public ServerCommand command() {
        Path configuration = directory.configuration(NAME);
        ConfigurationFiles.writeHadoop(
                configuration.resolve("hive-site.xml"),
                Map.ofEntries(
                        entry("javax.jdo.option.ConnectionURL", "jdbc:derby:memory:metastore;create=true"),
                        entry("javax.jdo.option.ConnectionDriverName", "org.apache.derby.jdbc.EmbeddedDriver"),
                        entry("datanucleus.schema.autoCreateAll", "true"),
                        entry("hive.metastore.schema.verification", "false"),
                        entry("hive.metastore.warehouse.dir", "s3://" + ExampleResources.BUCKET + "/warehouse")));
        ConfigurationFiles.writeHadoop(
                configuration.resolve("core-site.xml"),
                Map.ofEntries(
                        entry("fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem"),
                        entry("fs.s3a.endpoint", s3.toString()),
                        entry("fs.s3a.endpoint.region", Endpoints.REGION),
                        entry("fs.s3a.access.key", Endpoints.ACCESS_KEY),
                        entry("fs.s3a.secret.key", Endpoints.ACCESS_KEY),
                        entry("fs.s3a.path.style.access", "true"),
                        entry("fs.s3a.connection.ssl.enabled", "false")));
        return new ServerCommand(
                JavaCommand.ofModule(checkout, MODULE)
                        .withConfiguration(configuration)
                        .maximumHeap("256m")
                        .temporaryFiles(directory.data(NAME))
                        .run(
                                configuration.resolve("java.arguments"),
                                "org.apache.hadoop.hive.metastore.HiveMetaStore",
                                "-p",
                                Integer.toString(address.getPort())),
                directory.data(NAME),
                Map.of());
    }

    @Override
    public boolean isReady() {
        return Readiness.acceptsConnections(address);
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(Endpoints.METASTORE, address.toString());
    }
}
