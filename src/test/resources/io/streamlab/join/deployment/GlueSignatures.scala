/*
 * Signatures of AWS Glue's Scala library, which AWS does not publish as a Maven artifact; written by hand from its public
 * API reference, "AWS Glue Scala GlueContext, Job and GlueArgParser APIs". Only what the entry script could call; each
 * writes a line that tells of the call.
 */
package com.amazonaws.services.glue {
  import org.apache.spark.SparkContext
  import org.apache.spark.sql.{SQLContext, SparkSession}

  // Glue's is made of this constructor, which Spark would have nobody call any more.
  @annotation.nowarn("cat=deprecation")
  class GlueContext(@transient val sc: SparkContext) extends SQLContext(sc) {
    println("CALL GlueContext")

    def getSparkSession: SparkSession = sparkSession
  }
}

package com.amazonaws.services.glue.util {
  import com.amazonaws.services.glue.GlueContext
  import scala.collection.JavaConverters._

  object Job {
    def init(
        jobName: String,
        glueContext: GlueContext,
        args: java.util.Map[String, String] = Map[String, String]().asJava): this.type = {
      println("CALL Job.init " + jobName + " " + args)
      this
    }

    def init(
        jobName: String,
        glueContext: GlueContext,
        endpoint: String,
        args: java.util.Map[String, String]): this.type =
      throw new UnsupportedOperationException("not for jobs that Glue runs itself")

    def commit(): Unit = println("CALL Job.commit")
  }

  object GlueArgParser {

    /** The options that are asked for, with their values; others are passed over. */
    def getResolvedOptions(args: Array[String], options: Array[String]): Map[String, String] =
      options.map { option =>
        val position = args.indexOf("--" + option)
        require(position >= 0, "argument --" + option + " is required")
        option -> args(position + 1)
      }.toMap
  }
}
