/** Connections and bytes: WebSocket frames in and out, bounded. */
@NullMarked
@CheckReturnValue
package dev.rookery.gateway.transport;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
