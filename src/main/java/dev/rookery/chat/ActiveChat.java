package dev.rookery.chat;

import dev.rookery.async.Backoff;
import dev.rookery.bus.message.BusEvent.QuietChat;
import dev.rookery.bus.message.ChatReply.ChatSummary;
import dev.rookery.bus.message.ChatReply.HistoryCleared;
import dev.rookery.bus.message.ChatReply.HistoryPage;
import dev.rookery.bus.message.ChatReply.MessageStored;
import dev.rookery.bus.message.ChatRequest.ClearHistory;
import dev.rookery.bus.message.ChatRequest.ReadHistory;
import dev.rookery.bus.message.ChatRequest.SendMessage;
import dev.rookery.bus.message.PersistenceRequest.AppendEntries;
import dev.rookery.chat.content.Rules;
import dev.rookery.chat.sequencer.Admission;
import dev.rookery.chat.sequencer.ChatLog;
import dev.rookery.chat.sequencer.Days;
import dev.rookery.chat.sequencer.Overlay;
import dev.rookery.chat.sequencer.Send;
import dev.rookery.chat.sequencer.SendKey;
import dev.rookery.chat.sequencer.Step;
import dev.rookery.chat.sequencer.WriteBatch;
import dev.rookery.delivery.FanOut;
import dev.rookery.domain.Chat;
import dev.rookery.domain.Content;
import dev.rookery.domain.Entry;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.MemberMarks;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import dev.rookery.wire.ServerFrame;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One chat that this node owns under one epoch. Carries out what its {@link ChatLog} decides: an entry is handed to the
 * store and delivered at the same moment, and answered when it is committed. A batch that the store did not take is
 * written again until it does, or until the chat belongs to somebody else.
 */
final class ActiveChat {
    private static final Logger log = LoggerFactory.getLogger(ActiveChat.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));
    private static final Duration LEAST_RETRY_AFTER = Duration.ofMillis(100);
    private static final Duration MOST_RETRY_AFTER = Duration.ofSeconds(5);
    private static final Duration DELIVERED_AGAIN = Duration.ofSeconds(15);
    private static final int BASE_BYTES = 1_024;

    private final Chat chat;
    private final long epoch;
    private final ChatServices services;
    private final Heat heat;
    private final HeadRows headRows;
    private final ChatLog chatLog;
    private final Days days;
    private final History history;
    private final Receipts receipts;
    private final Changing changing;
    private final Waiters waiters;
    private final FanOut fanOut;
    private final Settling settling = new Settling();
    /** Sends that are refused as soon as it is sure. */
    private final Set<SendKey> refusing = new HashSet<>();

    private final Quiet quiet;
    private long pendingBytes;
    private long countedBytes;
    private boolean dropped;
    private Duration lastWrite = LEAST_RETRY_AFTER;
    private long writingSince;

    /**
     * @param tail the newest stored entries, ascending
     * @param marks how far members got
     */
    ActiveChat(Chat chat, Heat heat, List<Entry> tail, List<MemberMarks> marks, ChatServices services) {
        this.chat = chat;
        this.heat = heat;
        this.epoch = heat.epoch();
        this.headRows = new HeadRows(chat, tail, services.inboxMembers());
        this.services = services;
        this.days = new Days(tail);
        this.receipts = new Receipts(chat, services, new LogForReceipts(), marks, tail);
        this.history = new History(chat.id(), services, tail);
        this.chatLog = new ChatLog(
                chat.id(),
                services.limits(),
                tail,
                new Rules(services.editWindow(), receipts::firstFor),
                history::find);
        this.changing = new Changing(chat.id(), epoch, services, chatLog, this::applied);
        this.waiters = new Waiters(services.meters());
        this.fanOut = new FanOut(services.gateways(), chat.members());
        this.quiet = new Quiet(chatLog.committed());
        countMemory();
    }

    Chat chat() {
        return chat;
    }

    long epoch() {
        return epoch;
    }

    /** Recognises repeats of an entry older than the tail, too. */
    void remember(Entry older) {
        chatLog.remember(older);
        receipts.committed(List.of(older));
    }

    /** Fails with {@code client_id_conflict}, {@code overloaded}, {@code wrong_owner} or {@code store_unavailable}. */
    Future<MessageStored> send(SendMessage message) {
        SendKey key = new SendKey(message.sender(), message.device(), message.clientId());
        if (refusing.contains(key)) {
            return waiters.join(key);
        }
        SendKey after =
                message.after() == null ? null : new SendKey(message.sender(), message.device(), message.after());
        Admission admission = chatLog.admit(new Send(key, message.session(), message.content()), after);
        if (admission instanceof Admission.Stored stored && chatLog.isUnapplied(stored.seq())) {
            services.meters().repeated();
            return waiters.join(key);
        }
        if (admission instanceof Admission.Stored stored) {
            services.meters().repeated();
            return Future.succeededFuture(new MessageStored(stored.seq(), stored.at(), epoch));
        }
        if (admission instanceof Admission.Refused refused) {
            return Future.failedFuture(refusal(refused.reason()));
        }
        if (admission instanceof Admission.Accepted) {
            services.meters().accepted();
            pendingBytes += bytes(message.content());
        } else {
            services.meters().repeated();
        }
        Future<MessageStored> answer = waiters.join(key);
        advance();
        return answer;
    }

    private RookeryException refusal(Admission.Reason reason) {
        return switch (reason) {
            case CONFLICT -> new RookeryException(ErrorCode.CLIENT_ID_CONFLICT, ErrorCode.CLIENT_ID_CONFLICT.title());
            case CLOSED, TOO_EARLY -> new RookeryException(ErrorCode.WRONG_OWNER, ErrorCode.WRONG_OWNER.title());
            case FULL ->
                new RookeryException(
                        ErrorCode.OVERLOADED, "Too many messages of this chat wait for the store", retryAfter());
        };
    }

    /** When about half of those who wait now will be through. */
    private Duration retryAfter() {
        int batches = chatLog.waiting() / (2 * services.limits().window()) + 1;
        Duration half = lastWrite.multipliedBy(batches);
        return half.compareTo(MOST_RETRY_AFTER) > 0
                ? MOST_RETRY_AFTER
                : half.compareTo(LEAST_RETRY_AFTER) < 0 ? LEAST_RETRY_AFTER : half;
    }

    private void advance() {
        Step step = chatLog.advance(services.clock().instant());
        step.refused().forEach(this::refuse);
        for (Step.Assigned assigned : step.assigned()) {
            fanOut.send(frame(assigned.entry(), assigned.committed()), assigned.except());
            quiet.delivered(assigned.committed(), assigned.except(), System.nanoTime());
        }
        if (step.write() != null) {
            writingSince = System.nanoTime();
            write(step.write(), heat.writing(chat.id()), 1, writingSince);
        }
        changing.begin(step);
        countMemory();
    }

    /** Said for good only by who is the owner, and once everything that it rests on is committed. */
    private void refuse(Step.Refused refused) {
        SendKey key = refused.send().key();
        pendingBytes -= bytes(refused.send().content());
        refusing.add(key);
        ErrorCode reason = refused.reason();
        Future.all(settled(), services.ownership().confirm())
                .map(done -> new RookeryException(reason, reason.title()))
                .otherwise(ActiveChats.wrongOwner())
                .onSuccess(failure -> {
                    refusing.remove(key);
                    waiters.fail(List.of(key), failure);
                });
    }

    /** Applies what the owner before may have left; completes when that is done, fails if it has to be tried anew. */
    Future<Void> applyInherited() {
        Future<Void> done = changing.inherited();
        advance();
        return done;
    }

    /** @param changes that are in the store of what they change from now on */
    private void applied(List<Entry> changes) {
        changes.forEach(this::answer);
        advance();
    }

    private void answer(Entry entry) {
        waiters.complete(SendKey.of(entry), new MessageStored(entry.seq(), entry.at(), epoch));
    }

    /**
     * Delivers the newest entries, if they are recent: the owner that took them in may have been lost before they were
     * on their way to everybody. Clients place a message by its seq, so that nobody sees it twice.
     */
    void deliverAgain() {
        long committed = chatLog.committed();
        Instant recent = services.clock().instant().minus(DELIVERED_AGAIN);
        for (Entry entry : history.newest(services.limits().window())) {
            boolean shown = !Entry.isVoid(entry) && !(entry.content() instanceof Content.Removed);
            if (shown && entry.at().isAfter(recent)) {
                fanOut.send(frame(entry, committed), null);
            }
        }
    }

    private ServerFrame frame(Entry entry, long committed) {
        return ServerFrame.Entry.of(entry, committed, epoch);
    }

    /** @param listed the next owner would find the chat: nothing is confirmed before that */
    private void write(WriteBatch batch, Future<Void> listed, int attempt, long beganNanos) {
        services.write(new AppendEntries(chat.id(), epoch, batch.entries(), days.begunBy(batch.entries())))
                .compose(stored -> listed)
                .compose(stored -> services.ownership().confirm())
                .onSuccess(done -> {
                    lastWrite = Duration.ofNanos(System.nanoTime() - beganNanos);
                    commit(chatLog.stored(batch));
                    advance();
                })
                .onFailure(failure -> {
                    if (chatLog.failed(batch)) {
                        repeat(batch, listed, attempt, beganNanos, failure);
                    } else {
                        heat.gaveUp(chat.id());
                    }
                });
    }

    private void repeat(WriteBatch batch, Future<Void> listed, int failures, long beganNanos, Throwable failure) {
        services.meters().writeRepeated();
        log.atWarn()
                .addKeyValue("chat", chat.id())
                .addKeyValue("entries", batch.entries().size())
                .addKeyValue("attempt", failures)
                .addKeyValue("reason", failure.getMessage())
                .log("entries not stored, writing them again");
        services.vertx().setTimer(BACKOFF.delay(failures).toMillis(), fired -> {
            if (chatLog.isDeposed()) {
                var unused = chatLog.failed(batch);
                heat.gaveUp(chat.id());
            } else {
                write(batch, listed, failures + 1, beganNanos);
            }
        });
    }

    private void commit(List<Entry> entries) {
        if (entries.isEmpty()) {
            heat.gaveUp(chat.id());
            return;
        }
        headRows.committed(entries);
        heat.committed(this);
        services.meters().committed(entries.size());
        days.stored(entries);
        for (Entry entry : entries) {
            history.add(entry);
            pendingBytes -= bytes(entry.content());
        }
        Overlay changed = chatLog.overlay();
        if (!changed.equals(Overlay.NONE)) {
            history.change(changed::over);
        }
        // A change is answered when it is applied: then a deleted text is gone.
        entries.stream().filter(entry -> !chatLog.isUnapplied(entry.seq())).forEach(this::answer);
        receipts.committed(entries);
        settling.committed(chatLog.committed());
    }

    /** See {@link dev.rookery.bus.message.ChatRequest.ReadHistory}. */
    Future<HistoryPage> read(ReadHistory request) {
        return history.read(request, receipts.firstFor(request.reader()), this::head);
    }

    private History.Head head() {
        return new History.Head(chatLog.committed(), chatLog.version(), chatLog.overlay());
    }

    /** What members are to be told because nothing happened for a while, once. */
    Optional<QuietChat> takeQuiet(long now) {
        boolean still = chatLog.isIdle() && !chatLog.isDeposed();
        return still && quiet.take(chatLog.committed(), now) ? Optional.of(told()) : Optional.empty();
    }

    /** The same before the chat is let go. */
    Optional<QuietChat> takeLastQuiet() {
        return chatLog.isIdle() && isQuietToCome() ? Optional.of(told()) : Optional.empty();
    }

    private QuietChat told() {
        return new QuietChat(chat.id(), chatLog.committed(), epoch, chat.members(), quiet.last());
    }

    /** Whether members will have to be told what is committed. */
    boolean isQuietToCome() {
        return !chatLog.isDeposed() && quiet.isToCome(chatLog.committed());
    }

    /** Where members were, as far as is known. */
    Set<NodeId> gateways() {
        return fanOut.known();
    }

    /** Completes when every entry that has a seq now is committed; fails with {@code wrong_owner} if another node decides. */
    Future<Void> settled() {
        return chatLog.isDeposed()
                ? Future.failedFuture(ActiveChats.wrongOwner())
                : settling.await(chatLog.assigned(), chatLog.committed());
    }

    long committed() {
        return chatLog.committed();
    }

    /** See {@link dev.rookery.bus.message.ChatRequest.ClearHistory}. */
    Future<HistoryCleared> clear(ClearHistory request) {
        return receipts.clear(request.reader(), Math.min(request.through(), chatLog.committed()))
                .compose(through -> chatLog.isDeposed()
                        ? Future.failedFuture(ActiveChats.wrongOwner())
                        : Future.succeededFuture(new HistoryCleared(through)))
                .onSuccess(done -> new FanOut(services.gateways(), List.of(request.reader()))
                        .send(new ServerFrame.Cleared(chat.id(), done.through()), null));
    }

    Receipts receipts() {
        return receipts;
    }

    /** What its receipts rest on. */
    private final class LogForReceipts implements Receipts.Log {
        @Override
        public long committed() {
            return chatLog.committed();
        }

        @Override
        public long messages() {
            return chatLog.committedMessages();
        }

        @Override
        public Future<Void> settled(long seq) {
            return chatLog.isDeposed()
                    ? Future.failedFuture(ActiveChats.wrongOwner())
                    : settling.await(Math.min(seq, chatLog.assigned()), chatLog.committed());
        }

        @Override
        public Future<Optional<Entry>> entry(long seq) {
            return history.entry(seq, ActiveChat.this::head);
        }
    }

    ChatSummary summary(UserId reader) {
        Entry newest = history.newest();
        boolean seen = newest != null && newest.seq() >= receipts.firstFor(reader);
        return new ChatSummary(chat, chatLog.committed(), receipts.reading(reader), seen ? newest : null);
    }

    HeadRows headRows() {
        return headRows;
    }

    /** Whether nothing is under way. */
    boolean isIdle() {
        return chatLog.isIdle() && refusing.isEmpty() && fanOut.isIdle() && !receipts.isPressing();
    }

    /** Whether it can be dropped without anybody noticing. Where only marks or inbox rows are in the way, they are written now. */
    boolean mayBeDropped() {
        boolean done = receipts.isDone();
        if (!done) {
            receipts.hurry();
        }
        if (!isIdle()) {
            return false;
        }
        heat.hurry(chat.id());
        return done && heat.isClean(chat.id());
    }

    /** Whether entries are at the store and their outcome is not known. */
    boolean isWriting() {
        return chatLog.isWriting();
    }

    /** How long the batch at the store waits for being taken, all repeats included; zero if none is there. */
    Duration writingFor() {
        return isWriting() ? Duration.ofNanos(System.nanoTime() - writingSince) : Duration.ZERO;
    }

    int waiting() {
        return chatLog.waiting();
    }

    /** Refuses new messages; what was accepted is finished. */
    void close() {
        chatLog.close();
        receipts.hurry();
        fanOut.hurry();
    }

    /** Another node owns the chat now: it has to answer everybody who waits. */
    void depose() {
        if (!chatLog.isIdle()) {
            fanOut.retire();
        }
        waiters.fail(chatLog.depose(), new RookeryException(ErrorCode.WRONG_OWNER, ErrorCode.WRONG_OWNER.title()));
        settling.fail(ActiveChats.wrongOwner());
        changing.depose();
        receipts.depose();
        pendingBytes = 0;
        countMemory();
    }

    boolean isDeposed() {
        return chatLog.isDeposed();
    }

    /** Answers those who waited too long for the store. */
    void expireWaiters() {
        waiters.expire();
    }

    /** Gives its memory back; not to be used any more. */
    void drop() {
        dropped = true;
        receipts.drop();
        services.memory().add(-countedBytes);
        countedBytes = 0;
    }

    private void countMemory() {
        if (dropped) {
            return;
        }
        long bytes = BASE_BYTES + pendingBytes + history.bytes() + chatLog.rememberedBytes() + receipts.bytes();
        services.memory().add(bytes - countedBytes);
        countedBytes = bytes;
    }

    private static long bytes(Content content) {
        return (long) Character.BYTES * content.weight();
    }
}
