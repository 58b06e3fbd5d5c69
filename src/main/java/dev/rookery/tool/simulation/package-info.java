/**
 * A seeded simulator of ownership and sequencing: the very state machines that run in a node, over a store, a bus and
 * clients that fail in every way they are known to fail. No network, no clock, no threads: a seed is a schedule.
 */
@NullMarked
@CheckReturnValue
package dev.rookery.tool.simulation;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
