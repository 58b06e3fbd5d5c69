/**
 * Who may do what in a chat: one rule for each kind of entry that changes another. What it changes is {@link
 * dev.rookery.domain.EntryState#apply}.
 */
@NullMarked
@CheckReturnValue
package dev.rookery.chat.content;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
