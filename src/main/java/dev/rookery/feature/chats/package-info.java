/** Chats over REST: opened, listed, read, and the people in them. */
@NullMarked
@CheckReturnValue
package dev.rookery.feature.chats;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
