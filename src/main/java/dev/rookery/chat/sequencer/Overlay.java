package dev.rookery.chat.sequencer;

import dev.rookery.domain.Entry;
import dev.rookery.domain.EntryState;
import java.util.Map;

/**
 * What is committed of changes and perhaps not in the store yet: laid over what is read from there.
 *
 * @param states of messages, by their seq
 * @param emptied edits of messages that are deleted, each with the seq of the deletion
 */
public record Overlay(Map<Long, EntryState> states, Map<Long, Long> emptied) {
    public static final Overlay NONE = new Overlay(Map.of(), Map.of());

    public Overlay {
        states = Map.copyOf(states);
        emptied = Map.copyOf(emptied);
    }

    public Entry over(Entry entry) {
        Long deletion = emptied.get(entry.seq());
        if (deletion != null) {
            return entry.emptied(deletion);
        }
        EntryState state = states.get(entry.seq());
        return state == null || state.asOf() <= entry.state().asOf() ? entry : entry.with(state);
    }
}
