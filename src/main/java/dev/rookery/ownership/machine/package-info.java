/** The state machines of ownership in plain Java: the same classes run in a node and in the simulator. */
@NullMarked
@CheckReturnValue
package dev.rookery.ownership.machine;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
