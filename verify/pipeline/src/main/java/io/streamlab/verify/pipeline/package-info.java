/**
 * The running pipeline as its verifications drive it: the job and the queries, by the commands that users have, the job's
 * reports, and the reference rows.
 */
package io.streamlab.verify.pipeline;
