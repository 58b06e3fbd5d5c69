/** A chat in a terminal, as {@code rookery connect} shows it. */
@NullMarked
@CheckReturnValue
package dev.rookery.tool.terminal;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
