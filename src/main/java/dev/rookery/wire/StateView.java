package dev.rookery.wire;

import dev.rookery.domain.Emoji;
import dev.rookery.domain.EntryState;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a message since it was written, as clients see it.
 *
 * @param asOf the seq of the newest change in it: a client applies only changes above it
 * @param reactions in the order in which their emoji was first used; null if there are none
 */
public record StateView(
        long asOf, @Nullable Edited edited, @Nullable Deleted deleted, @Nullable List<Reaction> reactions) {
    /** Of each emoji; {@code count} says how many there are. */
    public static final int LISTED = 20;

    public record Edited(Instant at, MessageText text) {}

    public record Deleted(UserId by, Instant at) {}

    /**
     * @param users the first of them
     * @param mine whether the reader is one of them
     */
    public record Reaction(Emoji emoji, int count, List<UserId> users, boolean mine) {
        static Reaction of(EntryState.Reaction reaction, UserId reader) {
            List<UserId> users = reaction.users();
            return new Reaction(
                    reaction.emoji(), users.size(), users.stream().limit(LISTED).toList(), users.contains(reader));
        }
    }

    static @Nullable StateView of(EntryState state, UserId reader) {
        if (state.asOf() == 0) {
            return null;
        }
        EntryState.Edit edit = state.edited();
        EntryState.Deletion deletion = state.deleted();
        return new StateView(
                state.asOf(),
                edit == null ? null : new Edited(edit.at(), edit.text()),
                deletion == null ? null : new Deleted(deletion.by(), deletion.at()),
                state.reactions().isEmpty()
                        ? null
                        : state.reactions().stream()
                                .map(reaction -> Reaction.of(reaction, reader))
                                .toList());
    }
}
