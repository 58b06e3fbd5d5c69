package dev.rookery.gateway.sync;

import dev.rookery.auth.Principal;
import dev.rookery.bus.message.ChatReply.CaughtUp;
import dev.rookery.bus.message.ChatRequest.CatchUp;
import dev.rookery.bus.message.ChatRequest.Position;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.User;
import dev.rookery.domain.UserId;
import dev.rookery.ownership.OwnerClient;
import dev.rookery.store.ChatStore;
import dev.rookery.store.CursorStore;
import dev.rookery.store.Device;
import dev.rookery.store.DeviceStore;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The list of chats from the store, everything else from the owners; few requests at a time. On one event loop. */
public final class OwnersSyncSource implements SyncSource {
    private static final int AT_A_TIME = 32;

    private final Function<List<UserId>, Future<List<User>>> people;
    private final DeviceStore devices;
    private final ChatStore chats;
    private final CursorStore cursors;
    private final OwnerClient owners;
    private final SyncGate gate = new SyncGate(AT_A_TIME);

    public OwnersSyncSource(
            Function<List<UserId>, Future<List<User>>> people,
            DeviceStore devices,
            ChatStore chats,
            CursorStore cursors,
            OwnerClient owners) {
        this.people = people;
        this.devices = devices;
        this.chats = chats;
        this.cursors = cursors;
        this.owners = owners;
    }

    @Override
    public Future<List<ChatId>> chatsOf(UserId user, @Nullable ChatId after, int limit) {
        return gate.run(() -> chats.chatsOf(user, after, limit));
    }

    @Override
    public Future<Map<ChatId, Long>> cursors(Principal device, List<ChatId> of) {
        return gate.run(() -> cursors.find(device.user(), device.device(), of));
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
}
