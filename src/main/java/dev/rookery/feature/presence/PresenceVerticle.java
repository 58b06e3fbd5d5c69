package dev.rookery.feature.presence;

import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.BusEndpoint;
import dev.rookery.bus.message.BusReply;
import dev.rookery.bus.message.PresenceRequest;
import dev.rookery.bus.message.PresenceRequest.PresenceShown;
import dev.rookery.bus.message.PresenceRequest.PresenceTold;
import dev.rookery.bus.message.PresenceRequest.ShowPresence;
import dev.rookery.bus.message.PresenceRequest.TellPresence;
import dev.rookery.cluster.Members;
import dev.rookery.cluster.Members.Member;
import dev.rookery.cluster.NodeRole;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import dev.rookery.feature.Ground;
import dev.rookery.feature.presence.LocalSessions.Stand;
import dev.rookery.feature.presence.machine.Keepers;
import dev.rookery.feature.presence.machine.Parcel;
import dev.rookery.feature.presence.machine.PresenceTimes;
import dev.rookery.feature.presence.machine.Show;
import dev.rookery.feature.presence.machine.Tell;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The address {@code presence.<node>}, one on each node: with the role chat it keeps the presence of users, with the role
 * gateway it speaks for the sessions of its node. Everything is soft state.
 */
final class PresenceVerticle extends VerticleBase {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final long PUMP_MS = 100;
    /** A silent client is pinged, and is not taken for gone before its answer could be there. */
    private static final Duration ANSWER_TIME = Duration.ofSeconds(5);

    private final Members members;
    private final BusClient bus;
    private final PresenceMeters meters;
    private final @Nullable KeeperSide keeper;
    private final @Nullable GatewaySide gateway;
    private final LocalSessions sessions;
    private final long origin;
    private BusEndpoint.@Nullable Registration registration;
    private boolean pumping;

    PresenceVerticle(Ground ground, PresenceSettings settings, boolean keeps, boolean serves) {
        this.members = ground.members();
        this.bus = ground.bus();
        this.meters = new PresenceMeters(ground.meters());
        NodeId self = members.self().id();
        // Never jumps, unlike the clock of the machine.
        long origin = ground.clock().millis() - System.nanoTime() / 1_000_000;
        PresenceTimes times = new PresenceTimes(
                settings.offlineAfter().toMillis(), settings.lastSeenEvery().toMillis(), settings.maxUsers());
        this.keeper = keeps
                ? new KeeperSide(self, times, ground.lastSeen(), meters, () -> now(origin), this::pumpSoon)
                : null;
        this.gateway = serves
                ? new GatewaySide(
                        self, settings, times, new ChatMates(ground.chats()), meters, () -> now(origin), this::pumpSoon)
                : null;
        Duration pinged = ground.config().gateway().heartbeatInterval().plus(ANSWER_TIME);
        Duration silence = settings.offlineAfter().compareTo(pinged) > 0 ? settings.offlineAfter() : pinged;
        this.sessions = new LocalSessions(silence, this::changed);
        this.origin = origin;
    }

    private static long now(long origin) {
        return origin + System.nanoTime() / 1_000_000;
    }

    LocalSessions sessions() {
        return sessions;
    }

    @Override
    public Future<?> start() {
        members.onChange(() -> run(this::readRoster));
        readRoster();
        BusEndpoint endpoint =
                new BusEndpoint(BusAddress.presence(members.self().id()));
        KeeperSide keeping = keeper;
        if (keeping != null) {
            endpoint = endpoint.onRequest(
                    TellPresence.class, told -> Future.<PresenceTold>succeededFuture(keeping.tell(told)));
        }
        GatewaySide serving = gateway;
        if (serving != null) {
            endpoint = endpoint.onRequest(
                    ShowPresence.class, word -> Future.<PresenceShown>succeededFuture(serving.show(word)));
        }
        return endpoint.open(vertx).onSuccess(opened -> {
            registration = opened;
            vertx.setPeriodic(PUMP_MS, tick -> {
                long now = now(origin);
                if (keeping != null) {
                    keeping.tick(now);
                }
                if (serving != null) {
                    serving.tick(now);
                }
                pump();
            });
        });
    }

    @Override
    public Future<?> stop() {
        BusEndpoint.Registration opened = registration;
        return opened == null ? Future.succeededFuture() : opened.close();
    }

    /**
     * Any thread.
     *
     * @return on the caller's context; fails with {@code overloaded}
     */
    Future<Void> look(Looker looker, Set<UserId> users) {
        Context caller = vertx.getOrCreateContext();
        Promise<Void> looked = Promise.promise();
        run(() -> {
            try {
                if (gateway != null) {
                    gateway.look(looker, users);
                }
                caller.runOnContext(turn -> looked.complete());
            } catch (RuntimeException refused) {
                caller.runOnContext(turn -> looked.fail(refused));
            }
        });
        return looked.future();
    }

    void leave(Looker looker) {
        run(() -> {
            if (gateway != null) {
                gateway.leave(looker);
            }
        });
    }

    void missed(Looker looker) {
        run(() -> {
            if (gateway != null) {
                gateway.missed(looker);
            }
        });
    }

    private void changed(UserId user, Stand before, Stand after, long agoMs) {
        run(() -> {
            if (gateway != null) {
                gateway.session(user, before, after, agoMs);
            }
        });
    }

    private void readRoster() {
        List<NodeId> keepers = ids(NodeRole.CHAT);
        if (keeper != null) {
            keeper.roster(new HashSet<>(ids(NodeRole.GATEWAY)), new Keepers(keepers).view());
        }
        if (gateway != null) {
            gateway.roster(keepers);
        }
        pumpSoon();
    }

    private List<NodeId> ids(NodeRole role) {
        return members.withRole(role).stream().map(Member::id).toList();
    }

    private void run(Runnable task) {
        context.runOnContext(turn -> task.run());
    }

    /** After all that happens in this turn. */
    private void pumpSoon() {
        if (!pumping) {
            pumping = true;
            run(() -> {
                pumping = false;
                pump();
            });
        }
    }

    private void pump() {
        long now = now(origin);
        KeeperSide keeping = keeper;
        if (keeping != null) {
            keeping.workOnStore();
            for (Parcel<Show> parcel : keeping.due(now)) {
                meters.shown();
                long number = parcel.content().number();
                send(
                        parcel.to(),
                        PresenceWords.message(parcel.content()),
                        answer -> keeping.shown(parcel.to(), number),
                        () -> keeping.notShown(parcel.to(), number));
            }
        }
        GatewaySide serving = gateway;
        if (serving != null) {
            for (Parcel<Tell> parcel : serving.due(now)) {
                meters.told();
                long number = parcel.content().number();
                send(
                        parcel.to(),
                        PresenceWords.message(parcel.content()),
                        answer -> serving.told(parcel.to(), number, answer.term()),
                        () -> serving.notTold(parcel.to(), number));
            }
            serving.showWhatIsDue(now);
        }
    }

    private <R extends BusReply> void send(NodeId to, PresenceRequest<R> word, Consumer<R> arrived, Runnable failed) {
        bus.ask(BusAddress.presence(to), word, TIMEOUT).onComplete(answer -> {
            if (answer.succeeded()) {
                arrived.accept(answer.result());
            } else {
                failed.run();
            }
        });
    }
}
