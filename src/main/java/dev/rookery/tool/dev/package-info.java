/**
 * {@code rookery dev}: the whole product on one machine by one command, engines and nodes as child processes of a
 * supervisor. Blocking; the supervisor is one thread.
 */
@NullMarked
@CheckReturnValue
package dev.rookery.tool.dev;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
