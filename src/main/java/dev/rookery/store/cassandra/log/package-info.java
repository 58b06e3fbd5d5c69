/** The log of chats. */
@NullMarked
@CheckReturnValue
package dev.rookery.store.cassandra.log;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
