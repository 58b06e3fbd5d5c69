/** How far the members of a chat got: the pure part. */
@NullMarked
@CheckReturnValue
package dev.rookery.chat.marks;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
