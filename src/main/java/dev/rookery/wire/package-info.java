/** The contract with WebSocket clients: frames, close codes, one codec. */
@NullMarked
@CheckReturnValue
package dev.rookery.wire;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
