/** The pure part of the inbox: which chats its rows tell right, and when they are written. No clock, no threads, no store. */
@NullMarked
@CheckReturnValue
package dev.rookery.chat.inbox;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
