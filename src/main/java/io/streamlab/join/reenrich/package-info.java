/** Rows that are in the table follow the reference data: which of them to join anew, and what is known to be done. */
package io.streamlab.join.reenrich;
