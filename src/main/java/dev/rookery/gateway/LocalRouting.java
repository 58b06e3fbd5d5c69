package dev.rookery.gateway;

import dev.rookery.bus.message.BusEvent.DeliverFrame;
import dev.rookery.bus.message.BusEvent.DevicesSignedOut;
import dev.rookery.bus.message.BusEvent.OfferFrame;
import dev.rookery.bus.message.BusEvent.QuietChat;
import dev.rookery.bus.message.BusEvent.SessionResumed;
import dev.rookery.domain.UserId;
import dev.rookery.gateway.routing.DirectoryKeeper;
import dev.rookery.gateway.spi.UserWatch;
import dev.rookery.wire.FrameCodec;
import dev.rookery.wire.ServerFrame;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which event loops of this node hold sessions of whom. A frame for some users then disturbs only the loops that have
 * them. The table lives on the context of the gateway's verticle; loops talk to it from their own threads.
 */
final class LocalRouting {
    private final List<GatewayLoop> loops = new CopyOnWriteArrayList<>();
    private final Map<UserId, List<GatewayLoop>> table = new HashMap<>();
    private final List<UserWatch> watches;
    private volatile @Nullable Home home;

    private record Home(Context context, DirectoryKeeper keeper) {}

    LocalRouting(List<UserWatch> watches) {
        this.watches = watches;
    }

    /** From here on users can join. On the given context. */
    void open(Context context, DirectoryKeeper keeper) {
        home = new Home(context, keeper);
    }

    void attach(GatewayLoop loop) {
        loops.add(loop);
    }

    List<GatewayLoop> loops() {
        return List.copyOf(loops);
    }

    /** A user has a session on this loop, perhaps not the first. Calls back on the loop when everybody knows where to send the user's frames. */
    void join(GatewayLoop loop, UserId user, Runnable joined) {
        Home at = home();
        at.context.runOnContext(turn -> {
            List<GatewayLoop> before = table.getOrDefault(user, List.of());
            table.put(user, with(before, loop));
            if (before.isEmpty()) {
                watches.forEach(watch -> watch.came(user));
            }
            // Also if the user is in the table already: that entry may still be on its way.
            at.keeper.add(user).onComplete(registered -> loop.run(joined));
        });
    }

    /** A user's last session on this loop is over. */
    void leave(GatewayLoop loop, UserId user) {
        Home at = home();
        at.context.runOnContext(turn -> {
            List<GatewayLoop> after = without(table.getOrDefault(user, List.of()), loop);
            if (after.isEmpty()) {
                table.remove(user);
                at.keeper.remove(user);
                watches.forEach(watch -> watch.left(user));
            } else {
                table.put(user, after);
            }
        });
    }

    /** On the home context. */
    void deliver(DeliverFrame event) {
        spread(event.users(), (loop, users) -> loop.deliver(event, users));
    }

    /** On the home context. */
    void offer(OfferFrame event) {
        spread(event.users(), (loop, users) -> loop.offer(event, users));
    }

    private void spread(List<UserId> users, BiConsumer<GatewayLoop, List<UserId>> action) {
        if (users.size() == 1) {
            table.getOrDefault(users.get(0), List.of()).forEach(loop -> action.accept(loop, users));
            return;
        }
        Map<GatewayLoop, List<UserId>> concerned = new HashMap<>();
        for (UserId user : users) {
            for (GatewayLoop loop : table.getOrDefault(user, List.of())) {
                concerned.computeIfAbsent(loop, unseen -> new ArrayList<>()).add(user);
            }
        }
        concerned.forEach(action);
    }

    /** On the home context. */
    void fellQuiet(QuietChat chat) {
        if (chat.users().stream().anyMatch(table::containsKey)) {
            ServerFrame frame = new ServerFrame.Committed(chat.chat(), chat.committed(), chat.epoch());
            deliver(new DeliverFrame(chat.users(), chat.except(), FrameCodec.encode(frame)));
        }
    }

    /** On the home context. */
    void resumed(SessionResumed event) {
        table.getOrDefault(event.user(), List.of()).forEach(loop -> loop.end(event));
    }

    /** All loops hear of it: one may be about to open a session of that device. */
    void signOut(DevicesSignedOut event) {
        loops.forEach(loop -> loop.signOut(event));
    }

    private Home home() {
        Home at = home;
        if (at == null) {
            throw new IllegalStateException("the gateway's verticle is not deployed");
        }
        return at;
    }

    private static List<GatewayLoop> with(List<GatewayLoop> loops, GatewayLoop another) {
        if (loops.isEmpty() || loops.contains(another)) {
            return loops.isEmpty() ? another.alone() : loops;
        }
        List<GatewayLoop> more = new ArrayList<>(loops);
        more.add(another);
        return List.copyOf(more);
    }

    private static List<GatewayLoop> without(List<GatewayLoop> loops, GatewayLoop one) {
        List<GatewayLoop> rest = loops.stream().filter(loop -> loop != one).toList();
        return rest.size() == 1 ? rest.get(0).alone() : rest;
    }
}
