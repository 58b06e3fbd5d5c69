package dev.rookery.feature.presence;

import dev.rookery.bus.message.PresenceRequest.PresenceTold;
import dev.rookery.bus.message.PresenceRequest.TellPresence;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import dev.rookery.feature.presence.machine.Keeper;
import dev.rookery.feature.presence.machine.Parcel;
import dev.rookery.feature.presence.machine.PresenceTimes;
import dev.rookery.feature.presence.machine.Show;
import dev.rookery.store.LastSeenStore;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node does that keeps the presence of users: answers gateways, and reads and stores when somebody was there last. */
final class KeeperSide {
    private static final Logger log = LoggerFactory.getLogger(KeeperSide.class);
    private static final int READS_AT_ONCE = 32;
    private static final int WRITES_AT_ONCE = 32;

    private final Keeper keeper;
    private final LastSeenStore store;
    private final PresenceMeters meters;
    private final LongSupplier clock;
    private final Runnable news;
    private int reading;
    private int writing;
    private boolean troubled;

    /** @param news to be called when something has to be sent */
    KeeperSide(
            NodeId self,
            PresenceTimes times,
            LastSeenStore store,
            PresenceMeters meters,
            LongSupplier clock,
            Runnable news) {
        this.keeper = new Keeper(self, times, clock.getAsLong());
        this.store = store;
        this.meters = meters;
        this.clock = clock;
        this.news = news;
        meters.observe(keeper, "rookery.presence.users", "Users that this node keeps", Keeper::users);
        meters.observe(
                keeper,
                "rookery.presence.unknown",
                "Users of whom this node knows nothing yet, after the roster changed",
                Keeper::notKnownYet);
        meters.observe(
                keeper,
                "rookery.presence.unsaved",
                "Last signs of life that wait for the store",
                Keeper::waitingToBeSaved);
        meters.count(keeper, "rookery.presence.refused", "Users that this node had no room for", Keeper::refused);
        meters.count(
                keeper,
                "rookery.presence.unsaved.lost",
                "Last signs of life that made room before they were stored",
                Keeper::unsavedLost);
    }

    void roster(Set<NodeId> gateways, long view) {
        keeper.roster(gateways, view, clock.getAsLong());
    }

    PresenceTold tell(TellPresence told) {
        PresenceTold answer = new PresenceTold(keeper.tell(PresenceWords.tell(told), clock.getAsLong()));
        news.run();
        return answer;
    }

    List<Parcel<Show>> due(long now) {
        return keeper.due(now);
    }

    void shown(NodeId gateway, long number) {
        keeper.shown(gateway, number, clock.getAsLong());
    }

    void notShown(NodeId gateway, long number) {
        keeper.notShown(gateway, number, clock.getAsLong());
    }

    void tick(long now) {
        keeper.tick(now);
    }

    /** A few reads and writes at a time; those who wait are coalesced by user. */
    void workOnStore() {
        for (UserId user : keeper.takeUnread(READS_AT_ONCE - reading)) {
            reading++;
            store.find(user).onComplete(found -> {
                reading--;
                note(found.cause());
                if (found.succeeded()) {
                    keeper.found(user, found.result().map(Instant::toEpochMilli).orElse(null), clock.getAsLong());
                } else {
                    keeper.notFound(user, clock.getAsLong());
                }
                news.run();
            });
        }
        keeper.takeUnsaved(troubled ? 1 - Math.min(1, writing) : WRITES_AT_ONCE - writing)
                .forEach((user, at) -> {
                    writing++;
                    store.save(user, Instant.ofEpochMilli(at)).onComplete(saved -> {
                        writing--;
                        note(saved.cause());
                        if (saved.succeeded()) {
                            keeper.saved(user, at, clock.getAsLong());
                            news.run();
                        } else {
                            keeper.notSaved(user, at);
                        }
                    });
                });
    }

    private void note(@Nullable Throwable failure) {
        if (failure != null) {
            meters.storeFailed();
        }
        if (troubled != (failure != null)) {
            troubled = failure != null;
            if (troubled) {
                log.atWarn().setCause(failure).log("can't read or store when people were there last");
            } else {
                log.atInfo().log("can store again when people were there last");
            }
        }
    }
}
