/** The command line: one class a command. Every failure ends as one sentence on the standard error and an exit code. */
@NullMarked
@CheckReturnValue
package dev.rookery.cli;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
