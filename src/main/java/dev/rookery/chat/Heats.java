package dev.rookery.chat;

import dev.rookery.async.Deadline;
import dev.rookery.bus.message.ChatReply.HotHead;
import dev.rookery.bus.message.ChatReply.Stand;
import dev.rookery.bus.message.ChatRequest.Standings;
import dev.rookery.chat.inbox.ShardHeat;
import dev.rookery.config.RookeryConfig.ChatConfig;
import dev.rookery.domain.ChatId;
import dev.rookery.inbox.Standing;
import dev.rookery.ownership.ChatOwnership;
import dev.rookery.ownership.machine.Shards;
import dev.rookery.telemetry.InboxMeters;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Which chats of this node the inbox may not tell right, shard by shard: begun when a shard is gained, even if nobody asks for
 * its chats, and ended with it. On one event loop only.
 */
final class Heats {
    /** In a chat that never falls quiet rows are written, and a hot list ends, after so many quiet times. */
    private static final int LONGEST = 12;

    private static final int LIST_SIZE = 1_000;
    private static final int AT_A_TIME = 4;
    /** Shorter than the attempt of whoever asks. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ChatServices services;
    private final ShardHeat.Limits limits;
    private final HeatStore store;
    private final BringUps bringUps;
    private final Map<Integer, Heat> heats = new HashMap<>();

    /** As of the last tick, for whoever looks from another thread. */
    private volatile Figures figures = new Figures(0, 0, 0, 0);

    private record Figures(int behind, int lists, int inherited, int takingOver) {}

    /** @param find brings a chat up */
    Heats(ChatServices services, ChatConfig config, InboxMeters meters, Function<ChatId, Future<ActiveChat>> find) {
        this.services = services;
        this.limits = limits(config.inboxQuiet());
        this.store = new HeatStore(services, meters);
        this.bringUps = new BringUps(services.vertx(), find);
        meters.observe(
                () -> figures.behind(), () -> figures.lists(), () -> figures.inherited(), () -> figures.takingOver());
    }

    private static ShardHeat.Limits limits(Duration quiet) {
        Duration longest = quiet.multipliedBy(LONGEST);
        return new ShardHeat.Limits(quiet, longest, LIST_SIZE, longest, AT_A_TIME);
    }

    /** @param epoch under which this node has, or had, the shard of the chat */
    Heat of(ChatId chat, long epoch) {
        return of(Shards.of(chat), epoch);
    }

    private Heat of(int shard, long epoch) {
        Heat known = heats.get(shard);
        if (known != null && known.epoch() >= epoch) {
            return known;
        }
        close(shard);
        Heat heat = new Heat(shard, epoch, limits, store, bringUps);
        heats.put(shard, heat);
        heat.start();
        return heat;
    }

    private void close(int shard) {
        Heat heat = heats.remove(shard);
        if (heat != null) {
            heat.close();
        }
    }

    /** To be called about once a second. */
    void tick() {
        ChatOwnership ownership = services.ownership();
        for (Heat heat : List.copyOf(heats.values())) {
            if (!ownership.mayFinish(heat.shard(), heat.epoch())) {
                close(heat.shard());
            }
        }
        ownership.shards().forEach((shard, epoch) -> {
            Heat heat = of(shard, epoch);
            heat.tick();
        });
        figures = new Figures(
                heats.values().stream().mapToInt(Heat::behind).sum(),
                heats.values().stream().mapToInt(Heat::lists).sum(),
                heats.values().stream().mapToInt(Heat::inherited).sum(),
                (int) heats.values().stream().filter(Heat::isTakingOver).count());
    }

    /** Nothing is begun any more. */
    void close() {
        List.copyOf(heats.keySet()).forEach(this::close);
    }

    /** An owner without a confirmation knows nothing: another one may have acknowledged something. */
    Future<Stand> standings(Standings request) {
        return Deadline.within(services.vertx(), PATIENCE, services.ownership().confirm())
                .map(confirmed -> stand(request.chats()))
                .recover(failure -> failure instanceof TimeoutException
                        ? Future.succeededFuture(Stand.nothingKnown(request.chats()))
                        : Future.failedFuture(failure));
    }

    private Stand stand(List<ChatId> chats) {
        List<HotHead> hot = new ArrayList<>();
        List<ChatId> unknown = new ArrayList<>();
        for (ChatId chat : chats) {
            Standing standing = standing(chat);
            if (standing instanceof Standing.Hot one) {
                hot.add(new HotHead(chat, one.head()));
            } else if (standing instanceof Standing.Unknown) {
                unknown.add(chat);
            }
        }
        return new Stand(hot, unknown);
    }

    private Standing standing(ChatId chat) {
        return services.ownership()
                .epochOf(chat)
                .map(epoch -> of(chat, epoch).standing(chat))
                .orElse(Standing.UNKNOWN);
    }
}
