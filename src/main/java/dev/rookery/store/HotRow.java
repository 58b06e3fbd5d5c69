package dev.rookery.store;

import dev.rookery.domain.ChatId;

/** A chat in a hot list. */
public record HotRow(HotListId list, ChatId chat) {}
