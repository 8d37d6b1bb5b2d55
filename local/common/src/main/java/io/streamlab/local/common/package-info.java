/**
 * What every module of {@code local/} and {@code verify/} may use: the checkout and what a build leaves there, the addresses of
 * the servers, tables, figures, the console, and what a run has to end. Depends on the JDK alone.
 */
package io.streamlab.local.common;
