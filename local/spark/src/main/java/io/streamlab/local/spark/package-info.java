/** What the commands that need Spark share: Spark's classpath, its settings for the servers, and a JVM that starts fast. */
package io.streamlab.local.spark;
