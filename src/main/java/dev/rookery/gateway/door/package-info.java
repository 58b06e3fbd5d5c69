/** Who gets in: origin, handshake, limits of sessions. */
@NullMarked
@CheckReturnValue
package dev.rookery.gateway.door;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
