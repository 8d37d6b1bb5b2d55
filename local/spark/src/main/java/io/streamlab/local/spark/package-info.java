/** What the commands that need Spark share: where the servers are, Spark's settings for them, and a JVM that starts fast. */
package io.streamlab.local.spark;
