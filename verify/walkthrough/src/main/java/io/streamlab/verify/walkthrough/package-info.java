/** The whole pipeline in one command: the published walk-through, played on one machine and checked to the record. */
package io.streamlab.verify.walkthrough;
