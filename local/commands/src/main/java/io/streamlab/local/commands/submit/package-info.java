/** The job under spark-submit on one machine; the command is {@code scripts/submit-local}. */
package io.streamlab.local.commands.submit;
