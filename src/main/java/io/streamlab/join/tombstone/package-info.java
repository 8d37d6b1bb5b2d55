/** The deletes that the table's rows do not show any more: which keys were deleted, and by which event. */
package io.streamlab.join.tombstone;
