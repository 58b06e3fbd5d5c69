/** The WebSocket edge: handshakes, sessions, local fan-out, back-pressure, and the registration of who is connected here. */
@NullMarked
@CheckReturnValue
package dev.rookery.gateway;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
