package dev.rookery.tool.simulation;

import dev.rookery.domain.Entry;
import dev.rookery.domain.ErrorCode;
import java.util.List;

/** What a client is told. */
sealed interface Answer {
    record Stored(long seq) implements Answer {}

    record Conflict() implements Answer {}

    /** For good. */
    record Refused(ErrorCode reason) implements Answer {}

    /** Not here, or not now: ask again, perhaps another node. */
    record Again() implements Answer {}

    /** @param entries those above the seq that was named, up to the committed head */
    record Synced(List<Entry> entries) implements Answer {}
}
