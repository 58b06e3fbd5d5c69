package dev.rookery.tool.simulation;

import dev.rookery.chat.sequencer.Send;
import dev.rookery.chat.sequencer.SendKey;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Emoji;
import dev.rookery.domain.Entry;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.UserId;
import dev.rookery.tool.simulation.Tally.Count;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A client that sends in bursts, asks again over other nodes until it has its ack, and follows its chats. */
final class SimClient {
    private static final long PATIENCE = 900 * Timeline.MS;
    private static final long PAUSE = 150 * Timeline.MS;
    private static final int MOST_OUTSTANDING = 4;
    private static final int CONFLICT_PER_MILLE = 30;
    private static final int CHANGE_PER_MILLE = 500;
    private static final int RECENT_PER_MILLE = 400;
    private static final int DELETE_PER_MILLE = 200;
    private static final int EDIT_PER_MILLE = 600;
    private static final int ON_PER_MILLE = 700;
    private static final List<Emoji> EMOJIS = List.of(new Emoji("+1"), new Emoji("-1"), new Emoji("ok"));

    private final World world;
    private final UserId user;
    private final DeviceId device;
    private final Map<ChatId, Following> following = new HashMap<>();
    private final Temper temper;
    private int toSend;
    private int made;
    private int outstanding;

    /**
     * @param messages to send in all
     * @param givesUpPerMille of the sends are not tried again
     * @param longestRest between bursts
     */
    record Temper(int messages, int givesUpPerMille, long longestRest) {
        static final List<Temper> ALL = List.of(
                new Temper(20, 0, Timeline.SECOND),
                new Temper(20, 100, 2 * Timeline.SECOND),
                new Temper(8, 800, 6 * Timeline.SECOND));
    }

    SimClient(World world, Temper temper) {
        this.world = world;
        this.user = new UserId(world.chance().uuid());
        this.device = new DeviceId(world.chance().uuid());
        this.temper = temper;
        this.toSend = temper.messages();
        world.chats().forEach(chat -> following.put(chat, new Following(chat)));
    }

    void start() {
        world.timeline().after(world.chance().between(0, 2 * Timeline.SECOND), this::act);
    }

    boolean isDone() {
        return toSend == 0 && outstanding == 0;
    }

    boolean isUpToDate() {
        return following.values().stream().allMatch(Following::isUpToDate);
    }

    private void act() {
        long burst = world.chance().between(1, MOST_OUTSTANDING);
        ChatId chat = world.chance().oneOf(world.chats());
        while (burst-- > 0 && toSend > 0 && outstanding < MOST_OUTSTANDING) {
            toSend--;
            outstanding++;
            new Attempt(chat, content(chat, made), made++).ask();
        }
        following.values().forEach(Following::synchronise);
        world.timeline().after(world.chance().between(200 * Timeline.MS, temper.longestRest()), this::act);
    }

    private Content content(ChatId chat, int number) {
        List<Entry> messages = List.copyOf(following(chat).messages.values());
        Content message = new Content.Message(new MessageText("text " + number));
        if (messages.isEmpty() || !world.chance().perMille(CHANGE_PER_MILLE)) {
            return message;
        }
        world.tally().add(Count.CHANGES);
        Entry target = world.chance().perMille(RECENT_PER_MILLE)
                ? messages.get(messages.size() - 1)
                : world.chance().oneOf(messages);
        boolean own = target.author().equals(user);
        if (own && world.chance().perMille(DELETE_PER_MILLE)) {
            world.tally().add(Count.DELETIONS);
            return new Content.Deleted(target.seq());
        }
        return own && world.chance().perMille(EDIT_PER_MILLE)
                ? new Content.Edited(target.seq(), new MessageText("edit " + number))
                : new Content.Reacted(
                        target.seq(),
                        world.chance().oneOf(EMOJIS),
                        world.chance().perMille(ON_PER_MILLE));
    }

    private Following following(ChatId chat) {
        return following.computeIfAbsent(chat, Following::new);
    }

    /** One entry until its ack. */
    private final class Attempt {
        private final ChatId chat;
        private final Send send;
        private final long begunAbove;
        private final boolean givesUp = world.chance().perMille(temper.givesUpPerMille());
        private int tries;
        private boolean done;

        Attempt(ChatId chat, Content content, int number) {
            this.chat = chat;
            this.send = new Send(new SendKey(user, device, new ClientId("m" + number)), null, content);
            this.begunAbove = world.history().begun(chat);
            world.tally().add(Count.SENDS);
        }

        void ask() {
            if (done) {
                return;
            }
            if (tries++ > 0) {
                if (givesUp) {
                    done = true;
                    outstanding--;
                    world.tally().add(Count.GIVEN_UP);
                    return;
                }
                world.tally().add(Count.RETRIES);
            }
            int attempt = tries;
            world.ask(world.anyHost(), new Request(chat, send, 0, this::answered));
            world.timeline().after(PATIENCE, () -> {
                if (attempt == tries) {
                    ask();
                }
            });
        }

        private void answered(Answer answer) {
            if (done) {
                return;
            }
            if (answer instanceof Answer.Stored stored) {
                done = true;
                outstanding--;
                world.history().acked(chat, send.key(), send.content().fingerprint(), stored.seq(), begunAbove);
                if (send.content() instanceof Content.Deleted deletion) {
                    world.checkDeleted(chat, deletion.target());
                }
                if (world.chance().perMille(CONFLICT_PER_MILLE)) {
                    provoke();
                }
            } else if (answer instanceof Answer.Refused refused) {
                done = true;
                outstanding--;
                boolean right = refused.reason() == ErrorCode.TARGET_DELETED || refused.reason() == ErrorCode.NO_CHANGE;
                Violation.require(right, "I14", () -> "a change was refused: " + refused.reason());
            } else if (answer instanceof Answer.Conflict) {
                throw new Violation("I8", "a send was refused as another one: " + send.key());
            } else {
                int attempt = tries;
                world.timeline().after(PAUSE, () -> {
                    if (attempt == tries) {
                        ask();
                    }
                });
            }
        }

        /** What is gone nobody can compare. */
        private boolean mayBeGone(long seq) {
            long said = send.content() instanceof Content.Change change ? change.target() : seq;
            return world.history().isDeleted(chat, said);
        }

        /** The same clientId with another text must never be taken for this one, nor stored. */
        private void provoke() {
            Send other = new Send(
                    send.key(),
                    null,
                    new Content.Message(
                            new MessageText("other " + send.content().fingerprint())));
            world.ask(world.anyHost(), new Request(chat, other, 0, answer -> {
                if (answer instanceof Answer.Stored stored && !mayBeGone(stored.seq())) {
                    throw new Violation("I8", "a second text was taken for " + send.key());
                }
                if (answer instanceof Answer.Conflict) {
                    world.tally().add(Count.CONFLICTS);
                }
            }));
        }
    }

    /**
     * What a client does with one chat, as docs/client.md says: live entries are provisional until the owner that assigned
     * them says that they are committed; what an earlier owner assigned is forgotten, and asked for again.
     */
    final class Following {
        private final ChatId chat;
        private final TreeMap<Long, Entry> live = new TreeMap<>();
        /** As this client shows them. */
        private final TreeMap<Long, Entry> messages = new TreeMap<>();

        private final TreeMap<Long, Entry> log = new TreeMap<>();
        private long epoch;
        private long cursor;
        private boolean asking;

        Following(ChatId chat) {
            this.chat = chat;
        }

        boolean isUpToDate() {
            return cursor >= world.history().head(chat);
        }

        void deliver(long numberedIn, Entry entry, long committed) {
            boolean blind = world.sabotaged(Sabotage.EPOCH_BLIND);
            if (numberedIn < epoch && !blind) {
                return;
            }
            if (numberedIn > epoch && !blind) {
                epoch = numberedIn;
                live.clear();
            }
            if (entry.seq() > cursor) {
                live.put(entry.seq(), entry);
            }
            for (Entry next = live.get(cursor + 1); next != null && cursor < committed; next = live.get(cursor + 1)) {
                believe(next);
            }
        }

        /** At the end: what it shows is what everything that it was told comes to. */
        void check() {
            for (Entry message : messages.values()) {
                Recount.of(message, log.values()).checkShown(message, "a client");
            }
        }

        void synchronise() {
            if (!asking) {
                asking = true;
                world.ask(world.anyHost(), new Request(chat, null, cursor, this::synced));
                world.timeline().after(PATIENCE, () -> asking = false);
            }
        }

        private void synced(Answer answer) {
            if (answer instanceof Answer.Synced synced) {
                synced.entries().stream()
                        .filter(entry -> entry.seq() == cursor + 1)
                        .forEach(this::believe);
                List<Entry> gap = synced.entries().stream()
                        .filter(entry -> entry.seq() > cursor)
                        .toList();
                Violation.require(gap.isEmpty(), "I9", "a hole in what was synchronised");
            }
        }

        private void believe(Entry entry) {
            world.history().shown(entry);
            cursor = entry.seq();
            log.put(cursor, entry);
            if (Entry.isMessage(entry)) {
                messages.put(cursor, entry);
            } else if (entry.content() instanceof Content.Change change) {
                messages.computeIfPresent(
                        change.target(),
                        (seq, message) -> message.with(message.state().apply(entry)));
            }
            live.headMap(cursor, true).clear();
        }
    }

    void check() {
        following.values().forEach(Following::check);
    }

    void deliver(long epoch, Entry entry, long committed) {
        Following chat = following.get(entry.chat());
        if (chat != null) {
            chat.deliver(epoch, entry, committed);
        }
    }
}
