/** What users' chats look like from afar, and for which of them that is not sure. */
@NullMarked
@CheckReturnValue
package dev.rookery.store.cassandra.inbox;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
