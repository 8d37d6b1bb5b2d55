package io.streamlab.verify.benchmark.source;

import io.streamlab.local.common.Checkout;
import io.streamlab.local.common.Endpoints;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Spark source for Kinesis.
 *
 * @param name in tables and the report
 * @param format the name that Spark knows it by
 * @param jars what it needs in addition to Spark
 */
record Connector(String name, String format, List<Path> jars) {
    static final String OURS = "exact-kinesis";

    private static final String QUBOLE = "kinesis";
    private static final String AWSLABS = "aws-kinesis";

    static Connector ours(Checkout checkout) {
        return new Connector(OURS, OURS, List.of(checkout.jobJar()));
    }

    /** From Maven Central, where this module's build has got it. */
    static Connector qubole(Checkout checkout) {
        return new Connector(
                "qubole 1.2.0",
                QUBOLE,
                checkout.jarsIn(checkout.module("verify/benchmark").resolve("target/qubole-classpath.txt")));
    }

    static Connector awslabs(Path jar) {
        return new Connector("awslabs", AWSLABS, List.of(jar));
    }

    boolean isOurs() {
        return format.equals(OURS);
    }

    /** Returns the options to read a stream of the emulator from its start; a peer's are those with which it reads a backlog best. */
    Map<String, String> options(String stream, URI endpoint) {
        Map<String, String> options = new LinkedHashMap<>();
        switch (format) {
            case OURS -> {
                options.put("streamName", stream);
                options.put("endpointUrl", endpoint.toString());
                options.put("region", Endpoints.REGION);
            }
            case QUBOLE -> {
                options.put("streamName", stream);
                options.put("endpointUrl", endpoint.toString());
                options.put("regionName", Endpoints.REGION);
                options.put("awsAccessKeyId", Endpoints.ACCESS_KEY);
                options.put("awsSecretKey", Endpoints.ACCESS_KEY);
                options.put("startingPosition", "TRIM_HORIZON");
                // Ten times its default, which would cut a backlog into batches of a second. It knows this one in lower
                // case only.
                options.put("kinesis.executor.maxfetchtimeinms", "10000");
            }
            case AWSLABS -> {
                options.put("kinesis.streamName", stream);
                options.put("kinesis.endpointUrl", endpoint.toString());
                options.put("kinesis.region", Endpoints.REGION);
                options.put("kinesis.kinesisRegion", Endpoints.REGION);
                options.put("kinesis.startingPosition", "TRIM_HORIZON");
                // Its least; without one a batch does not end while records trickle in.
                options.put("kinesis.maxFetchTimePerShardSec", "10");
            }
            default -> throw new IllegalStateException("there are no options for " + format);
        }
        return options;
    }
}
