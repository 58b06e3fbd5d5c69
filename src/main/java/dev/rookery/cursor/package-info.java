/** How far devices got in their chats. */
@NullMarked
@CheckReturnValue
package dev.rookery.cursor;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
