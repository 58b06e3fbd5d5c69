package dev.rookery.gateway.sync;

import dev.rookery.auth.Principal;
import dev.rookery.bus.message.ChatReply.CaughtUp;
import dev.rookery.bus.message.ChatReply.ChatProgress;
import dev.rookery.bus.message.ChatRequest.CatchUp;
import dev.rookery.bus.message.ChatRequest.Position;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.User;
import dev.rookery.domain.UserId;
import dev.rookery.inbox.InboxChat;
import dev.rookery.inbox.InboxReader;
import dev.rookery.inbox.InboxReading;
import dev.rookery.ownership.OwnerClient;
import dev.rookery.store.CursorStore;
import dev.rookery.store.Device;
import dev.rookery.store.DeviceStore;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is in logs from the owners, everything else from the store; few requests at a time. On one event loop. */
public final class OwnersSyncSource implements SyncSource {
    private static final int AT_A_TIME = 32;

    private final Function<List<UserId>, Future<List<User>>> people;
    private final DeviceStore devices;
    private final CursorStore cursors;
    private final OwnerClient owners;
    private final InboxReader inbox;
    private final ClosedChats closed;
    private final SyncGate gate = new SyncGate(AT_A_TIME);

    public OwnersSyncSource(
            Function<List<UserId>, Future<List<User>>> people,
            DeviceStore devices,
            CursorStore cursors,
            OwnerClient owners,
            InboxReader inbox,
            ClosedChats closed) {
        this.people = people;
        this.devices = devices;
        this.cursors = cursors;
        this.owners = owners;
        this.inbox = inbox;
        this.closed = closed;
    }

    @Override
    public Future<InboxReading> inbox(UserId user, Collection<ChatId> asked) {
        return gate.run(() -> inbox.read(user, asked));
    }

    @Override
    public Future<Map<ChatId, Long>> cursors(Principal device, List<ChatId> of) {
        return gate.run(() -> cursors.find(device.user(), device.device(), of));
    }

    @Override
    public Future<Map<ChatId, Long>> cursors(Principal device) {
        return gate.run(() -> cursors.all(device.user(), device.device()));
    }

    @Override
    public Future<List<User>> people(List<UserId> ids) {
        return gate.run(() -> people.apply(ids));
    }

    @Override
    public Future<Optional<Instant>> signedInAt(Principal device) {
        return gate.run(() -> devices.find(device.user(), device.device())).map(found -> found.map(Device::createdAt));
    }

    @Override
    public Future<Void> begin(Principal device, Map<ChatId, Long> beginnings) {
        return gate.run(() -> cursors.move(device.user(), device.device(), beginnings));
    }

    @Override
    public Future<List<CaughtUp>> catchUp(
            UserId reader, List<Position> asked, int recent, @Nullable Instant since, int characters) {
        Map<ChatId, Position> byChat = asked.stream().collect(Collectors.toMap(Position::chat, Function.identity()));
        return gate.run(() -> owners.askEach(
                List.copyOf(byChat.keySet()),
                group -> new CatchUp(
                        reader, group.stream().map(byChat::get).toList(), recent, since, characters * group.size())));
    }

    @Override
    public Future<List<ChatProgress>> heads(UserId reader, List<InboxChat> chats) {
        List<Future<Optional<ChatProgress>>> found = chats.stream()
                .map(chat -> gate.run(() -> closed.find(reader, chat)))
                .toList();
        return Future.all(found)
                .map(done ->
                        found.stream().flatMap(chat -> chat.result().stream()).toList());
    }
}
