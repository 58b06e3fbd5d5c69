/**
 * {@code rookery bench}: drives a running cluster, or one it starts, and says what it did and what that cost. Counts
 * exactly what was lost, doubled or out of order; latencies begin when a message should have been sent, so that a stall
 * is not hidden by the messages it kept from being sent.
 */
@NullMarked
@CheckReturnValue
package dev.rookery.tool.bench;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
