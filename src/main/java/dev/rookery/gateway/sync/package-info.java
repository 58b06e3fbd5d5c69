/** What a device missed, read from the owners of its chats. */
@NullMarked
@CheckReturnValue
package dev.rookery.gateway.sync;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
