package dev.rookery.tool.simulation;

import static dev.rookery.tool.simulation.Violation.require;

import dev.rookery.domain.Content;
import dev.rookery.domain.Emoji;
import dev.rookery.domain.Entry;
import dev.rookery.domain.EntryState.Reaction;
import dev.rookery.domain.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the changes in a log come to for one message, counted without the code that applies them (I14). */
final class Recount {
    private final Map<Emoji, Set<UserId>> reactions = new LinkedHashMap<>();
    private final List<Long> edits = new ArrayList<>();
    private @Nullable String text;
    private boolean deleted;
    private long asOf;

    /** @param log ascending; an edit of a deleted message has lost what it was about */
    static Recount of(Entry message, Collection<Entry> log) {
        Recount recount = new Recount();
        for (Entry entry : log) {
            if (entry.content() instanceof Content.Change change && change.target() == message.seq()) {
                recount.add(entry, change);
            }
        }
        return recount;
    }

    private void add(Entry entry, Content.Change change) {
        asOf = entry.seq();
        if (change instanceof Content.Edited edit && !deleted) {
            text = edit.text().value();
            edits.add(entry.seq());
        } else if (change instanceof Content.Deleted) {
            deleted = true;
            reactions.clear();
            text = null;
        } else if (change instanceof Content.Reacted reacted && !deleted) {
            Set<UserId> users = reactions.computeIfAbsent(reacted.emoji(), made -> new LinkedHashSet<>());
            boolean changed = reacted.on() ? users.add(entry.author()) : users.remove(entry.author());
            if (changed && users.isEmpty()) {
                reactions.remove(reacted.emoji());
            }
        }
    }

    /** Also that no edit counts twice, which nobody sees. */
    void check(Entry message, String reader) {
        checkShown(message, reader);
        boolean right = deleted || message.state().edits().equals(edits);
        require(right, "I14", () -> "other edits in seq " + message.seq() + " to " + reader);
    }

    void checkShown(Entry message, String reader) {
        String where = "seq " + message.seq() + " to " + reader;
        List<Reaction> counted = reactions.entrySet().stream()
                .filter(one -> !one.getValue().isEmpty())
                .map(one -> new Reaction(one.getKey(), List.copyOf(one.getValue())))
                .toList();
        String shown = message.state().edited() == null
                ? null
                : message.state().edited().text().value();
        require(
                message.state().asOf() == asOf,
                "I14",
                () -> "changes up to " + asOf + " are not in " + where + ", which has those up to "
                        + message.state().asOf());
        require((message.state().deleted() != null) == deleted, "I14", () -> "deleted or not: " + where);
        require(Objects.equals(shown, text), "I14", () -> "another text in " + where);
        require(message.state().reactions().equals(counted), "I14", () -> "other reactions in " + where);
        boolean gone = message.content() instanceof Content.Removed;
        require(gone == deleted, "I17", () -> "a text of what is deleted, or none of what is not, in " + where);
    }
}
