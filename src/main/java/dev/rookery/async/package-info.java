/** Patience in small parts: how long to wait, when to try again, how many at once. No verticle. */
@NullMarked
@CheckReturnValue
package dev.rookery.async;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
