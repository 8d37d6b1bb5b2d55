/** Decides which columns the table gets, what they are made of, and what is wrong with them. */
package io.streamlab.join.columns;
