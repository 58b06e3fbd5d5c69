/** How log lines get out; named in {@code logback.xml}. */
@NullMarked
@CheckReturnValue
package dev.rookery.logging;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
