package dev.rookery.chat.sequencer;

import dev.rookery.domain.EntryState;

/**
 * A write of what became of a message, to be repeated unchanged until it is stored. A state that says deleted empties the
 * message and all edits of it.
 *
 * @param target the seq of the message
 * @param state with every change that is committed by now
 */
public record Apply(long target, EntryState state) {}
