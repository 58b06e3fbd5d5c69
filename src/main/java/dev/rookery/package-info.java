/** Rookery, a self-hosted chat cluster. The composition root is {@link dev.rookery.node}. */
@NullMarked
@CheckReturnValue
package dev.rookery;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
