/**
 * Everything that travels on the event bus, by who receives it, and its wire numbers. One package, since sealed types without
 * modules need one.
 */
@NullMarked
@CheckReturnValue
package dev.rookery.bus.message;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
