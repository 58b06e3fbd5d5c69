/**
 * Owners of chats: order, deduplication, fan-out, history. All state of a chat is in one {@link
 * dev.rookery.chat.ActiveChat}; who is a member and what is stored comes from the persistence verticle of the node.
 */
@NullMarked
@CheckReturnValue
package dev.rookery.chat;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
