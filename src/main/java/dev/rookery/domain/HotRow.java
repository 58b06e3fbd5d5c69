package dev.rookery.domain;

/** A chat in a hot list. */
public record HotRow(HotListId list, ChatId chat) {}
