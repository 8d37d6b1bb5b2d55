/** Makes schemas, values and records of every kind that the job takes, and knows what has to become of them. */
package io.streamlab.join.anydata;
