package dev.rookery.domain;

/**
 * Names one hot list: chats of a shard that the inbox may not tell right.
 *
 * @param epoch of the owner that wrote it
 * @param number in which the lists of an owner follow each other
 */
public record HotListId(int shard, long epoch, int number) {}
