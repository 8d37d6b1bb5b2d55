/** What the job tells of itself: one report for each batch. */
package io.streamlab.join.metrics;
