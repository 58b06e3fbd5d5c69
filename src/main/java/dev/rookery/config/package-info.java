/** Typed settings, read once from defaults, a file and the environment. */
@NullMarked
@CheckReturnValue
package dev.rookery.config;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
