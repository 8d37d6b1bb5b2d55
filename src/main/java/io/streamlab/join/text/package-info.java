/** Turns texts into values and values into texts. Only this package decides which text is which number, date or time. */
package io.streamlab.join.text;
