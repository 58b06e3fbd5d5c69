/** From a chat to the gateways of its members: fan-out, numbered links, how far the session directory can be trusted. */
@NullMarked
@CheckReturnValue
package dev.rookery.delivery;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
