package dev.rookery.gateway.sync;

import dev.rookery.bus.message.ChatReply.CaughtUp;
import dev.rookery.bus.message.ChatReply.ChatProgress;
import dev.rookery.bus.message.ChatRequest.Position;
import dev.rookery.domain.ChatId;
import dev.rookery.gateway.spi.SyncCall;
import dev.rookery.gateway.spi.SyncPage;
import dev.rookery.gateway.spi.SyncStream;
import dev.rookery.wire.EntryView;
import dev.rookery.wire.ServerFrame;
import io.vertx.core.Future;
import java.util.List;

/** The entries that a device misses, chat after chat and part by part. */
final class LogStream implements SyncStream {
    /** Of one chat that is read alone. */
    private static final int CHARACTERS_ALONE = 128 << 10;
    /** Of one chat in one sync; the client asks for the rest. */
    private static final int MAX_ENTRIES = 1_000;
    /** How often, about once a second, an owner is asked that waits for its store. */
    private static final int MAX_WAITS = 5;

    private final SyncSource source;

    LogStream(SyncSource source) {
        this.source = source;
    }

    @Override
    public Future<Void> page(SyncCall call, SyncPage page) {
        return each(call, page, 0);
    }

    private Future<Void> each(SyncCall call, SyncPage page, int next) {
        for (int i = next; i < page.chats().size(); i++) {
            ChatProgress chat = page.chats().get(i);
            Position position = page.asked(chat);
            boolean ahead = position != null && position.after() > chat.committed();
            if (ahead || !isDone(chat)) {
                int following = i + 1;
                return new Backfill(call).go(chat, ahead).compose(done -> each(call, page, following));
            }
        }
        return Future.succeededFuture();
    }

    private static boolean isDone(ChatProgress chat) {
        return chat.entries().isEmpty() && chat.settled() && chat.upTo() >= chat.committed();
    }

    /** Sends what is missing of one chat, part by part. */
    private final class Backfill {
        private final SyncCall call;
        /** Up to where the client has to be brought: known when the owner's answer is settled for the first time. */
        private long target;

        private boolean settled;
        private int sent;
        private int waits;

        private Backfill(SyncCall call) {
            this.call = call;
        }

        /** @param correction whether to send it although it is empty: the client is ahead of the chat */
        Future<Void> go(ChatProgress part, boolean correction) {
            boolean moved = part.upTo() > part.after();
            Future<Void> told = moved || correction ? call.send(entries(part)) : Future.succeededFuture();
            sent += part.entries().size();
            if (!settled) {
                target = part.committed();
                settled = part.settled();
                waits++;
            }
            if (settled && part.upTo() >= target) {
                return told;
            }
            if (sent >= MAX_ENTRIES || waits > MAX_WAITS) {
                call.again(part.chat().id());
                return told;
            }
            return told.compose(gone -> next(part));
        }

        private Future<Void> next(ChatProgress before) {
            ChatId id = before.chat().id();
            Position position = new Position(id, before.upTo());
            return source.catchUp(call.principal().user(), List.of(position), 0, null, CHARACTERS_ALONE)
                    .compose(answers -> {
                        List<ChatProgress> found = SyncRun.merged(answers, CaughtUp::chats);
                        if (found.isEmpty()) {
                            if (SyncRun.merged(answers, CaughtUp::failed).isEmpty()) {
                                call.gone(id);
                            } else {
                                call.again(id);
                            }
                            return Future.succeededFuture();
                        }
                        ChatProgress part = found.get(0);
                        if (part.settled() && part.upTo() == before.upTo() && part.upTo() < target) {
                            call.again(id);
                            return Future.succeededFuture();
                        }
                        return go(part, false);
                    });
        }

        private ServerFrame entries(ChatProgress part) {
            return new ServerFrame.Entries(
                    call.frame().id(),
                    part.chat().id(),
                    part.after(),
                    part.upTo(),
                    part.committed(),
                    part.upTo() < part.committed(),
                    EntryView.shown(part.entries(), call.principal().user()));
        }
    }
}
