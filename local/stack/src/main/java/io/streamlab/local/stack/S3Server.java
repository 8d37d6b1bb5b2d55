package io.streamlab.local.stack;

import static java.util.Map.entry;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.Endpoints;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** Amazon S3: s3proxy over its store in memory. */
final class S3Server implements Server {

    private static final String NAME = "s3";

    private final Checkout checkout;
    private final StackDirectory directory;
    private final URI address;

    S3Server(Checkout checkout, StackDirectory directory, Ports ports) {
        this.checkout = checkout;
        this.directory = directory;
        this.address = URI.create("http://127.0.0.1:" + ports.of(NAME));
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
        Path properties = configuration.resolve("s3proxy.properties");
        Path logging = configuration.resolve("logback.xml");
        // Newer SDKs send checksum headers that s3proxy does not know.
        ConfigurationFiles.writeProperties(
                properties,
                Map.ofEntries(
                        entry("s3proxy.endpoint", address.toString()),
                        entry("s3proxy.authorization", "none"),
                        entry("s3proxy.ignore-unknown-headers", "true"),
                        entry("jclouds.provider", "transient"),
                        entry("jclouds.identity", Endpoints.ACCESS_KEY),
                        entry("jclouds.credential", Endpoints.ACCESS_KEY)));
        ConfigurationFiles.write(
                logging,
                """
                <configuration>
                    <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
                        <encoder>
                            <pattern>%d{HH:mm:ss.SSS} %level %logger{0} %msg%n</pattern>
                        </encoder>
                    </appender>
                    <root level="WARN">
                        <appender-ref ref="console"/>
                    </root>
                </configuration>
                """);
        return new ServerCommand(
                // The objects are kept in the heap: room for the tables of a long test run.
                JavaCommand.ofModule(checkout, "local/" + NAME)
                        .maximumHeap("1g")
                        .temporaryFiles(directory.data(NAME))
                        .property("logback.configurationFile", logging)
                        .run(
                                configuration.resolve("java.arguments"),
                                "org.gaul.s3proxy.Main",
                                "--properties",
                                properties.toString()),
                directory.data(NAME),
                Map.of());
    }

    @Override
    public boolean isReady() {
        return Readiness.answersHttp(address);
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(Endpoints.S3, address.toString());
    }
}
