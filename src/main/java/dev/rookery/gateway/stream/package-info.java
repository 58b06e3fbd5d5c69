/** Sessions without a WebSocket: event streams and long polls. */
@NullMarked
@CheckReturnValue
package dev.rookery.gateway.stream;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
