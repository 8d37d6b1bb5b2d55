/**
 * Kills the job again and again while everything it talks to fails now and then, and holds the table against what was
 * sent.
 */
package io.streamlab.verify.chaos;
