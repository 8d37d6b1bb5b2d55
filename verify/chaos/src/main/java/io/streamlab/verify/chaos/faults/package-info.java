/**
 * The faults that chaos puts between the job and its servers: {@link io.streamlab.verify.chaos.faults.FaultyProxy} lets a share
 * of the calls fail, and hands the others to a listener.
 */
package io.streamlab.verify.chaos.faults;
