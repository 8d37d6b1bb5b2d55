package io.streamlab.local.stack;

import static java.util.Map.entry;

import io.streamlab.local.common.AwsService;
import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.Endpoints;
import java.nio.file.Path;
import java.util.Map;

/** Amazon S3: s3proxy over its store in memory. */
final class S3Server extends JavaServer {
    private static final String NAME = "s3";

    S3Server(Checkout checkout, StackDirectory directory, Ports ports) {
        super(NAME, address("http", NAME, ports), checkout, directory);
    }

    @Override
    public ServerCommand command() {
        Path properties = configuration().resolve("s3proxy.properties");
        Path logging = configuration().resolve("logback.xml");
        ConfigurationFiles.writeProperties(
                properties,
                Map.ofEntries(
                        entry("s3proxy.endpoint", address().toString()),
                        entry("s3proxy.authorization", "none"),
                        // Newer SDKs send checksum headers that s3proxy does not know.
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
        return run(
                // The objects are kept in the heap: room for the tables of a long test run.
                java("local/s3", "1g").temporaryFiles(data()).property("logback.configurationFile", logging),
                Map.of(),
                "org.gaul.s3proxy.Main",
                "--properties",
                properties.toString());
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(AwsService.S3.endpointVariable(), address().toString());
    }
}
