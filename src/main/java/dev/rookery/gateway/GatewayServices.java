package dev.rookery.gateway;

import dev.rookery.auth.Authenticator;
import dev.rookery.bus.BusClient;
import dev.rookery.cluster.Members;
import dev.rookery.domain.User;
import dev.rookery.domain.UserId;
import dev.rookery.gateway.spi.FrameHandler;
import dev.rookery.gateway.spi.SessionWatch;
import dev.rookery.gateway.spi.SyncStream;
import dev.rookery.gateway.spi.UserWatch;
import dev.rookery.inbox.InboxReader;
import dev.rookery.limit.Limits;
import dev.rookery.ownership.OwnerClient;
import dev.rookery.store.ChatStore;
import dev.rookery.store.CursorStore;
import dev.rookery.store.DeviceStore;
import dev.rookery.store.MarkStore;
import dev.rookery.store.SessionDirectory;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The parts of a node that its gateway works with.
 *
 * @param people those that there are of at most 200
 * @param frames what features handle; asked once for each event loop
 * @param streams what features add to syncs; asked once for each event loop
 * @param watches who of the features hears which users come and go
 * @param sessions who of the features hears of each session
 */
public record GatewayServices(
        Members members,
        Authenticator authenticator,
        Function<List<UserId>, Future<List<User>>> people,
        DeviceStore devices,
        ChatStore chats,
        CursorStore cursors,
        MarkStore marks,
        InboxReader inbox,
        SessionDirectory directory,
        BusClient bus,
        OwnerClient owners,
        Limits limits,
        List<Supplier<FrameHandler<?>>> frames,
        List<Supplier<SyncStream>> streams,
        List<UserWatch> watches,
        List<SessionWatch> sessions) {
    public GatewayServices {
        frames = List.copyOf(frames);
        streams = List.copyOf(streams);
        watches = List.copyOf(watches);
        sessions = List.copyOf(sessions);
    }
}
