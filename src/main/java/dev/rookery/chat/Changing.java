package dev.rookery.chat;

import dev.rookery.async.Backoff;
import dev.rookery.bus.message.PersistenceRequest.ApplyChanges;
import dev.rookery.bus.message.PersistenceRequest.ReadEntries;
import dev.rookery.chat.sequencer.Apply;
import dev.rookery.chat.sequencer.ChatLog;
import dev.rookery.chat.sequencer.Step;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.Entry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what changes of a chat are about, and stores what they came to. Whatever the store did not take is tried again until it
 * does, or until the chat belongs to somebody else: the log waits for it.
 */
final class Changing {
    private static final Logger log = LoggerFactory.getLogger(Changing.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));

    private final ChatId chat;
    private final long epoch;
    private final ChatServices services;
    private final ChatLog chatLog;
    private final Consumer<List<Entry>> applied;
    private final Promise<Void> inherited = Promise.promise();

    /** @param applied told of changes that are applied, and whenever the log may go on */
    Changing(ChatId chat, long epoch, ChatServices services, ChatLog chatLog, Consumer<List<Entry>> applied) {
        this.chat = chat;
        this.epoch = epoch;
        this.services = services;
        this.chatLog = chatLog;
        this.applied = applied;
    }

    /** Completes when all changes are applied for the first time. */
    Future<Void> inherited() {
        return inherited.future();
    }

    void begin(Step step) {
        step.reads().forEach(seq -> read(seq, 1));
        long now = System.nanoTime();
        step.applies().forEach(apply -> write(apply, 1, now));
        if (chatLog.isApplied()) {
            var unused = inherited.tryComplete();
        }
    }

    private void read(long seq, int attempt) {
        Future<List<Entry>> found =
                services.read(new ReadEntries(chat, seq, seq, 1, 1, false)).map(page -> page.entries());
        found.onSuccess(entries -> {
                    chatLog.read(seq, entries.isEmpty() ? null : entries.get(0));
                    applied.accept(List.of());
                })
                .onFailure(failure -> again(failure, attempt, () -> read(seq, attempt + 1)));
    }

    private void write(Apply apply, int attempt, long began) {
        services.write(new ApplyChanges(chat, epoch, apply.target(), apply.state()))
                // No later owner may have looked at the message before: it would miss what moves the window on.
                .compose(stored -> services.ownership().confirm())
                .onSuccess(done -> {
                    List<Entry> changes = chatLog.applied(apply);
                    services.meters().applied(changes.size(), Duration.ofNanos(System.nanoTime() - began));
                    applied.accept(changes);
                })
                .onFailure(failure -> {
                    if (chatLog.failed(apply)) {
                        services.meters().writeRepeated();
                        again(failure, attempt, () -> repeat(apply, attempt + 1, began));
                    }
                });
    }

    private void repeat(Apply apply, int attempt, long began) {
        if (chatLog.failed(apply)) {
            write(apply, attempt, began);
        }
    }

    private void again(Throwable failure, int failures, Runnable action) {
        if (inherited.tryFail(failure)) {
            // Nobody uses this chat yet: the next request brings it up anew.
            var unused = chatLog.depose();
        }
        if (chatLog.isDeposed()) {
            return;
        }
        log.atWarn()
                .addKeyValue("chat", chat)
                .addKeyValue("attempt", failures)
                .addKeyValue("reason", failure.getMessage())
                .log("a change is not applied, trying again");
        services.vertx().setTimer(BACKOFF.delay(failures).toMillis(), fired -> action.run());
    }

    void depose() {
        var unused = inherited.tryFail(ActiveChats.wrongOwner());
    }
}
