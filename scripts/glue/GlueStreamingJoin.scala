import com.amazonaws.services.glue.GlueContext
import com.amazonaws.services.glue.util.{GlueArgParser, Job}
import io.streamlab.join.StreamingJoin
import io.streamlab.join.config.JobConfig
import org.apache.spark.SparkContext
import scala.collection.JavaConverters._

/**
 * Where AWS Glue enters: Glue compiles this script when a run starts, with the job's jar on the classpath.
 *
 * Scala, because Glue documents no entry into a jar; everything else is in the jar.
 */
object GlueStreamingJoin {

  /** @param arguments the job's own and those that Glue reads itself, all as --key value */
  def main(arguments: Array[String]): Unit = {
    // Before anything is started, so that a run with wrong arguments fails at once.
    val config = JobConfig.parse(arguments: _*)

    val glue = new GlueContext(new SparkContext())
    val glueArguments = GlueArgParser.getResolvedOptions(arguments, Array("JOB_NAME"))
    Job.init(glueArguments("JOB_NAME"), glue, glueArguments.asJava)

    StreamingJoin.run(glue.getSparkSession, config)

    // Only after a clean end: an exception above fails the run.
    Job.commit()
  }
}
