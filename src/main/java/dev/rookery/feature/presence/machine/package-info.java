/** Who is there and who is told: state machines without a clock, a thread or a network. */
@NullMarked
@CheckReturnValue
package dev.rookery.feature.presence.machine;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
