/** Turns a payload into a row with its place in the order of events, or into a rejected record with the reason. */
package io.streamlab.join.record;
