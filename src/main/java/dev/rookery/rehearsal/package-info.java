/**
 * What a node does before it serves, so that its first clients do not wait for code that runs for the first time: chats of
 * nobody, through the very classes that serve those of people.
 */
@NullMarked
@CheckReturnValue
package dev.rookery.rehearsal;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
