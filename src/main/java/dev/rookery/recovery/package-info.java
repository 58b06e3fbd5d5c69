/** What a node does when the store was away: it may have lost what it had answered shortly before. Plain Java. */
@NullMarked
@CheckReturnValue
package dev.rookery.recovery;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
