package io.streamlab.local.commands.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlab.local.common.CommandException;
import io.streamlab.local.spark.SparkClasspath;
import io.streamlab.local.spark.SparkProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalQueryCommandTest {
    private static final SparkClasspath CLASSPATH = new SparkClasspath(List.of(Path.of("/l/spark.jar")));
    private static final QueryRequest REQUEST =
            new QueryRequest(OutputFormat.TABLE, "my_kinesis_db", List.of(), List.of("select 1"));

    private final Map<String, String> environment = new HashMap<>();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        environment.put("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + server.getLocalPort());
        environment.put("HIVE_METASTORE_URIS", "thrift://127.0.0.1:" + server.getLocalPort());
        environment.put("AWS_ACCESS_KEY_ID", "key-of-the-user");
        environment.put("AWS_SECRET_ACCESS_KEY", "secret-of-the-user");
    }

    @AfterEach
    void stopListening() throws IOException {
        server.close();
    }

    @Test
    void sparkGetsItsSettingsAndTheRequest() {
        SparkProgram program = LocalQueryCommand.of(REQUEST, CLASSPATH, environment);

        assertThat(program.mainClass()).isEqualTo("io.streamlab.local.commands.query.LocalQuery");
        assertThat(program.arguments()).isEqualTo(REQUEST.toArguments());
        assertThat(program.jvmOptions())
                .contains(
                        "-Dspark.master=local[2]",
                        "-Dspark.sql.catalogImplementation=hive",
                        "-Dspark.hadoop.hive.metastore.uris=thrift://127.0.0.1:" + server.getLocalPort(),
                        "-Dspark.hadoop.fs.s3a.endpoint=http://127.0.0.1:" + server.getLocalPort());
    }

    @Test
    void noSecretIsInTheProgram() {
        assertThat(LocalQueryCommand.of(REQUEST, CLASSPATH, environment).toString())
                .doesNotContain("of-the-user");
    }

    @Test
    void withoutAMetastoreThereIsNothingToAsk() {
        environment.remove("HIVE_METASTORE_URIS");

        assertThatThrownBy(() -> LocalQueryCommand.of(REQUEST, CLASSPATH, environment))
                .isInstanceOf(CommandException.class)
                .hasMessage("HIVE_METASTORE_URIS is not set: it has to name the metastore that knows the tables");
    }
}
