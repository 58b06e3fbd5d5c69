/**
 * What one person, one address or all of them together may make a node do and hold. No verticle: the edges ask it before
 * they take something on.
 */
@NullMarked
@CheckReturnValue
package dev.rookery.limit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
