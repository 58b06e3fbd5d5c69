/** The contract between verticles and nodes: messages, addresses, one codec, typed requests with timeouts of our own. */
@NullMarked
@CheckReturnValue
package dev.rookery.bus;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
