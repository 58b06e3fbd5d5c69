/**
 * The order of one chat as plain state machines: no Vert.x, no clock, no input or output. What they decide is carried out
 * by the verticle, or by a simulator.
 */
@NullMarked
@CheckReturnValue
package dev.rookery.chat.sequencer;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
