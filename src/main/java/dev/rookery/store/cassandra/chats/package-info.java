/** Chats, their members, and how far devices got in them. */
@NullMarked
@CheckReturnValue
package dev.rookery.store.cassandra.chats;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
