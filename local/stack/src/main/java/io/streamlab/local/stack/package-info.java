/**
 * The life cycle of the local stand-in for AWS: starts its servers as processes of their own, remembers them in a state
 * file, and stops them. {@link io.streamlab.local.stack.Stack} is the way in for programs,
 * {@link io.streamlab.local.stack.LocalStack} for the command line.
 */
package io.streamlab.local.stack;
