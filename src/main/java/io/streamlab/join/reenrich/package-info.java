/** Re-enrichment: finds rows of the table whose item has changed, joins them again, and notes what is done. */
package io.streamlab.join.reenrich;
