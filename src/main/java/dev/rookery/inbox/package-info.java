/** The inbox as it is read: which chats of a user may have something new, without opening those that have not. */
@NullMarked
@CheckReturnValue
package dev.rookery.inbox;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
