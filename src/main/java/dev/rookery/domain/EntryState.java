package dev.rookery.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a message since it was written. Follows from the log alone: whoever applies the same changes in the order of
 * their seqs gets the same state.
 *
 * @param asOf the seq of the newest change in it, 0 if there is none
 * @param edited the newest text, null if it was never edited or is deleted
 * @param deleted null if it is not deleted
 * @param reactions in the order in which their emoji was first used
 * @param edits the seqs of all edits, ascending, since each holds a text
 */
public record EntryState(
        long asOf, @Nullable Edit edited, @Nullable Deletion deleted, List<Reaction> reactions, List<Long> edits) {
    /** Nothing happened to it. */
    public static final EntryState NONE = new EntryState(0, null, null, List.of(), List.of());
    /** Of one message. */
    public static final int MAX_EMOJIS = 20;
    /** Of one message, all emojis and people together. */
    public static final int MAX_REACTIONS = 1_000;
    /** Of one message. */
    public static final int MAX_EDITS = 200;

    private static final int UUID_CHARACTERS = 8;

    /** @param at when its author gave it this text */
    public record Edit(Instant at, MessageText text) {}

    /**
     * Deleted for everyone.
     *
     * @param seq of the deletion
     */
    public record Deletion(UserId by, Instant at, long seq) {}

    /** @param users who reacted, in the order in which they did; never empty */
    public record Reaction(Emoji emoji, List<UserId> users) {
        public Reaction {
            users = List.copyOf(users);
        }
    }

    public EntryState {
        reactions = List.copyOf(reactions);
        edits = List.copyOf(edits);
    }

    /**
     * The state after a change. One that is in it already changes nothing, nor does one of another message.
     *
     * @param change an entry with a {@link Content.Change} of this message
     */
    public EntryState apply(Entry change) {
        if (change.seq() <= asOf || !(change.content() instanceof Content.Change what)) {
            return this;
        }
        if (deleted != null) {
            return new EntryState(change.seq(), null, deleted, reactions, edits);
        }
        if (what instanceof Content.Edited edit) {
            List<Long> all = new ArrayList<>(edits);
            all.add(change.seq());
            return new EntryState(change.seq(), new Edit(change.at(), edit.text()), null, reactions, all);
        }
        if (what instanceof Content.Deleted) {
            return new EntryState(
                    change.seq(), null, new Deletion(change.author(), change.at(), change.seq()), List.of(), edits);
        }
        if (what instanceof Content.Reacted reacted) {
            List<Reaction> all =
                    reacted.on() ? with(reacted.emoji(), change.author()) : without(reacted.emoji(), change.author());
            return new EntryState(change.seq(), edited, null, all, edits);
        }
        throw new IllegalStateException("nobody knows what " + what.getClass() + " changes");
    }

    private List<Reaction> with(Emoji emoji, UserId user) {
        if (has(emoji, user) || isFull(emoji)) {
            return reactions;
        }
        List<Reaction> all = new ArrayList<>();
        for (Reaction reaction : reactions) {
            if (reaction.emoji().equals(emoji)) {
                List<UserId> users = new ArrayList<>(reaction.users());
                users.add(user);
                all.add(new Reaction(emoji, users));
            } else {
                all.add(reaction);
            }
        }
        if (of(emoji).isEmpty()) {
            all.add(new Reaction(emoji, List.of(user)));
        }
        return all;
    }

    private List<Reaction> without(Emoji emoji, UserId user) {
        List<Reaction> all = new ArrayList<>();
        for (Reaction reaction : reactions) {
            boolean meant = reaction.emoji().equals(emoji);
            List<UserId> users = meant
                    ? reaction.users().stream().filter(one -> !one.equals(user)).toList()
                    : reaction.users();
            if (!users.isEmpty()) {
                all.add(new Reaction(reaction.emoji(), users));
            }
        }
        return all;
    }

    private Optional<Reaction> of(Emoji emoji) {
        return reactions.stream().filter(one -> one.emoji().equals(emoji)).findFirst();
    }

    /** Whether this person reacted with this. */
    public boolean has(Emoji emoji, UserId user) {
        return of(emoji).filter(one -> one.users().contains(user)).isPresent();
    }

    /** Whether nobody more may react with this. */
    public boolean isFull(Emoji emoji) {
        int count = reactions.stream().mapToInt(one -> one.users().size()).sum();
        return count >= MAX_REACTIONS || (of(emoji).isEmpty() && reactions.size() >= MAX_EMOJIS);
    }

    /** About how many characters it holds. */
    public int weight() {
        int text = edited == null ? 0 : edited.text().value().length();
        int people = reactions.stream().mapToInt(one -> one.users().size()).sum();
        return text + UUID_CHARACTERS * (people + reactions.size()) + edits.size();
    }
}
