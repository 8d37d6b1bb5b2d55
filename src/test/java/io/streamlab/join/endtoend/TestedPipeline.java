package io.streamlab.join.endtoend;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Gives each test a pipeline of its own, and all tests of a class one Spark session that reads tables. */
abstract class TestedPipeline {
    static SparkSession reader;

    Pipeline pipeline;

    @BeforeAll
    static void startReader() {
        reader = StandIn.reader();
    }

    @AfterAll
    static void stopReader() {
        reader.stop();
    }

    @BeforeEach
    void createPipeline() {
        pipeline = Pipeline.create();
    }

    @AfterEach
    void closePipeline() {
        pipeline.close();
    }
}
