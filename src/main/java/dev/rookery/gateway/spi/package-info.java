/** What a feature adds to the gateway: handlers of client frames. Features know this package, and the gateway no feature. */
@NullMarked
@CheckReturnValue
package dev.rookery.gateway.spi;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
