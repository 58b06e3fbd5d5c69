package dev.rookery.gateway.sync;

import dev.rookery.auth.Principal;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.InboxHead;
import dev.rookery.gateway.spi.SyncCall;
import dev.rookery.gateway.sync.SyncPlan.Due;
import dev.rookery.inbox.HeadVersion;
import dev.rookery.inbox.InboxChat;
import dev.rookery.inbox.InboxReading;
import dev.rookery.inbox.InboxSync;
import dev.rookery.inbox.Standing;
import dev.rookery.wire.ClientFrame.Sync;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Finds out which chats a sync has to bring, by a few requests whatever their number: chats of which the client has everything
 * are not opened, and not spoken of.
 */
final class Planning {
    private static final Comparator<InboxChat> UNREAD_FIRST_THEN_NEWEST = Comparator.comparing(Planning::mayBeUnread)
            .thenComparing(Planning::activeAt)
            .reversed();

    private final Sync frame;
    private final Principal device;
    private final SyncSource source;

    Planning(SyncCall call, SyncSource source) {
        this.frame = call.frame();
        this.device = call.principal();
        this.source = source;
    }

    Future<SyncPlan> plan() {
        if (frame.only()) {
            List<Due> named = frame.cursors().keySet().stream()
                    .map(chat -> new Due(chat, null))
                    .toList();
            return Future.succeededFuture(new SyncPlan(named, 0, List.of(), frame.cursors()));
        }
        // A client that says how far it is says so of most of its chats: then nothing else is needed to ask the owners.
        return frame.cursors().isEmpty() ? withAllStored() : look(Map.of(), false);
    }

    private Future<SyncPlan> withAllStored() {
        return source.cursors(device).compose(stored -> look(stored, true));
    }

    /** @param all whether these are all stored cursors that there are */
    private Future<SyncPlan> look(Map<ChatId, Long> stored, boolean all) {
        Map<ChatId, Long> cursors = cursors(stored);
        return source.inbox(device.user(), cursors.keySet()).compose(read -> {
            List<ChatId> unnamed = read.chats().stream()
                    .map(chat -> chat.row().chat())
                    .filter(chat -> !cursors.containsKey(chat))
                    .toList();
            if (all || unnamed.isEmpty()) {
                return Future.succeededFuture(plan(read, cursors));
            }
            return unnamed.size() > SyncSource.MOST_CURSORS
                    ? withAllStored()
                    : source.cursors(device, unnamed).map(found -> plan(read, cursors(found)));
        });
    }

    private Map<ChatId, Long> cursors(Map<ChatId, Long> stored) {
        Map<ChatId, Long> cursors = new HashMap<>(stored);
        cursors.putAll(frame.cursors());
        return cursors;
    }

    private SyncPlan plan(InboxReading read, Map<ChatId, Long> cursors) {
        InboxSync sync = new InboxSync(cursors);
        for (InboxChat chat : read.chats()) {
            sync.heard(chat.row().chat(), chat.standing());
            sync.read(chat.row().chat(), head(chat));
        }
        Set<ChatId> toOpen = new HashSet<>(sync.toOpen());
        List<Due> due = new ArrayList<>();
        read.chats().stream()
                .filter(chat -> toOpen.contains(chat.row().chat()) || !hasHead(chat))
                .sorted(UNREAD_FIRST_THEN_NEWEST)
                .forEach(chat -> due.add(new Due(
                        chat.row().chat(), toOpen.contains(chat.row().chat()) || isBehind(chat) ? null : chat)));
        int quiet = read.chats().size() - due.size();
        Set<ChatId> rest = new HashSet<>(frame.cursors().keySet());
        read.chats().forEach(chat -> rest.remove(chat.row().chat()));
        if (!read.whole()) {
            // Where the inbox may lack something the owners decide.
            rest.forEach(chat -> due.add(new Due(chat, null)));
        }
        return new SyncPlan(due, quiet, read.whole() ? List.copyOf(rest) : List.of(), cursors);
    }

    /** Whether only the owner knows how many messages there are. */
    private static boolean isBehind(InboxChat chat) {
        OptionalLong inRow = head(chat);
        return chat.standing() instanceof Standing.Hot hot && (inRow.isEmpty() || inRow.getAsLong() != hot.head());
    }

    private boolean hasHead(InboxChat chat) {
        return HeadVersion.of(chat.row().own())
                .equals(frame.versions().get(chat.row().chat()));
    }

    private static OptionalLong head(InboxChat chat) {
        InboxHead head = chat.row().head();
        return head == null ? OptionalLong.empty() : OptionalLong.of(head.seq());
    }

    /** Of a chat that is not cold the inbox does not tell the newest messages. */
    private static boolean mayBeUnread(InboxChat chat) {
        InboxHead head = chat.row().head();
        return !(chat.standing() instanceof Standing.Cold)
                || head == null
                || head.messages() > chat.row().own().readMessages();
    }

    private static Instant activeAt(InboxChat chat) {
        InboxHead head = chat.row().head();
        return head == null ? Instant.EPOCH : head.activeAt();
    }
}
