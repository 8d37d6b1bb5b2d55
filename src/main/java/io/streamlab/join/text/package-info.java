/** Values as their texts give them: the one place that decides which text is which number, date or time. */
package io.streamlab.join.text;
