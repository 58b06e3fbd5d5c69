/** Which users are here: what the session directory and the owners know of it. */
@NullMarked
@CheckReturnValue
package dev.rookery.gateway.routing;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
