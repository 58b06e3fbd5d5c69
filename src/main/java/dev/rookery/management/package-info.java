/** Health and metrics, on a port of their own. */
@NullMarked
@CheckReturnValue
package dev.rookery.management;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
