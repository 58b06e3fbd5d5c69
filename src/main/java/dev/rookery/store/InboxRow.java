package dev.rookery.store;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.InboxHead;
import dev.rookery.domain.MemberMarks;
import org.jspecify.annotations.Nullable;

/**
 * A chat in the inbox of a member.
 *
 * @param head null if nobody has written it yet
 * @param own the member's marks
 */
public record InboxRow(ChatId chat, @Nullable InboxHead head, MemberMarks own) {}
