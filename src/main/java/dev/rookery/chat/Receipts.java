package dev.rookery.chat;

import dev.rookery.bus.message.ChatReply.Marked;
import dev.rookery.bus.message.ChatReply.Unread;
import dev.rookery.bus.message.ChatReply.WhoHas;
import dev.rookery.bus.message.ChatRequest.MarkRead;
import dev.rookery.bus.message.ChatRequest.ReadReceipts;
import dev.rookery.bus.message.PersistenceRequest.RaiseMarks;
import dev.rookery.chat.marks.MarkBook;
import dev.rookery.chat.marks.News;
import dev.rookery.delivery.FanOut;
import dev.rookery.domain.Chat;
import dev.rookery.domain.Entry;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.MemberMarks;
import dev.rookery.domain.Reading;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import dev.rookery.wire.FrameCodec;
import dev.rookery.wire.ServerFrame;
import dev.rookery.wire.ServerFrame.Mark;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far the members of one chat got: takes it in, stores it a little later, and tells it. What has to be stored at once is
 * answered when it is durable and this node was still the owner afterwards, for another one may have read what was there before.
 */
final class Receipts {
    private final Chat chat;
    private final ChatServices services;
    private final Log log;
    private final MarkBook book;
    private final News news;
    /** Writes that somebody waits for, and one that nobody does. */
    private int awaited;

    private boolean writing;
    private boolean deposed;
    /** Whether something waits to be stored that nothing else tells; and whether such is on its way. */
    private boolean pressing;

    private boolean pressed;

    /** The log of the chat. */
    interface Log {
        long committed();

        /** How many messages it has up to {@link #committed}. */
        long messages();

        /** Completes when everything up to this seq that has a seq now is committed. */
        Future<Void> settled(long seq);

        /** A committed entry, as it is now. */
        Future<Optional<Entry>> entry(long seq);
    }

    /** @param tail the newest entries: what their authors have read is known from them */
    Receipts(Chat chat, ChatServices services, Log log, List<MemberMarks> stored, List<Entry> tail) {
        this.chat = chat;
        this.services = services;
        this.log = log;
        this.book = new MarkBook(stored);
        this.news = new News(chat.members().size() <= Chat.MOST_TOLD);
        committed(tail);
    }

    /** These are committed. */
    void committed(List<Entry> entries) {
        for (Entry entry : entries) {
            if (Entry.isMessage(entry)) {
                book.wrote(entry.author(), entry.seq(), entry.messages());
            }
        }
        storeLater();
    }

    Reading reading(UserId reader) {
        List<MemberMarks> others = chat.members().size() > Chat.MOST_TOLD
                ? List.of()
                : book.all().stream()
                        .filter(mark -> !mark.member().equals(reader))
                        .toList();
        return new Reading(log.messages(), book.of(reader), others);
    }

    /** See {@link MarkRead}. */
    Future<Marked> read(MarkRead request) {
        UserId reader = request.reader();
        awaited++;
        return log.settled(request.seq())
                .compose(settled -> ordinal(
                        Math.min(request.seq(), log.committed()),
                        book.of(reader).read()))
                .compose(place -> {
                    if (book.read(reader, place.seq(), place.messages())) {
                        services.meters().marks().read();
                        news.changed(reader, true);
                        tellSoon();
                    }
                    return request.durably() ? stored(reader) : soon();
                })
                .onComplete(done -> awaited--)
                .map(done -> new Marked(reading(reader)));
    }

    /** See {@link dev.rookery.bus.message.ChatRequest.MarkUnread}. */
    Future<Marked> markUnread(UserId reader) {
        if (book.markUnread(reader)) {
            news.ownChanged(reader);
            tellSoon();
        }
        return stored(reader).map(done -> new Marked(reading(reader)));
    }

    /**
     * A device of the member has everything up to this seq, at most to what is committed.
     *
     * @return up to where that is
     */
    long delivered(UserId member, long seq) {
        long upTo = Math.min(seq, log.committed());
        if (book.delivered(member, upTo)) {
            services.meters().marks().delivered();
            news.changed(member, false);
            tellSoon();
            storeLater();
        }
        return upTo;
    }

    Unread count(UserId reader) {
        return new Unread(chat.id(), book.unread(reader, log.messages()), MemberMarks.isMarkedUnread(book.of(reader)));
    }

    /** See {@link ReadReceipts}. */
    Future<WhoHas> of(ReadReceipts request) {
        long seq = request.seq();
        boolean shown = seq >= firstFor(request.reader()) && seq <= log.committed();
        return shown
                ? log.entry(seq).compose(found -> found.filter(Entry::isMessage)
                        .map(message -> Future.succeededFuture(Audience.of(chat, book, message, request)))
                        .orElseGet(Receipts::unknown))
                : unknown();
    }

    private static <T> Future<T> unknown() {
        return Future.failedFuture(new RookeryException(ErrorCode.TARGET_UNKNOWN, ErrorCode.TARGET_UNKNOWN.title()));
    }

    /** The lowest seq that the member may be shown. */
    long firstFor(UserId member) {
        return book.of(member).cleared() + 1;
    }

    /**
     * Hides everything up to a committed seq from a member. Completes when it is durable; less than was cleared before changes
     * nothing.
     *
     * @return how far the member has cleared now
     */
    Future<Long> clear(UserId member, long upTo) {
        MemberMarks before = book.of(member);
        if (upTo <= before.cleared()) {
            return Future.succeededFuture(before.cleared());
        }
        return ordinal(upTo, before.read()).compose(place -> {
            // Shown as cleared only when it is durable: nobody may see it come back.
            MemberMarks wanted = new MemberMarks(member, upTo, place.seq(), place.messages(), 0, 0).beyond(before);
            return await(wanted).map(stored -> {
                long read = book.of(member).read();
                var unused = book.cleared(member, upTo, place.messages());
                book.stored(List.of(wanted));
                if (book.of(member).read() > read) {
                    news.ownChanged(member);
                    tellSoon();
                }
                return book.of(member).cleared();
            });
        });
    }

    private record Place(long seq, long messages) {}

    /** How many messages there are up to a committed seq; asked for only if it is above what is known. */
    private Future<Place> ordinal(long seq, long known) {
        if (seq <= known || seq == 0) {
            return Future.succeededFuture(new Place(0, 0));
        }
        if (seq == log.committed()) {
            return Future.succeededFuture(new Place(seq, log.messages()));
        }
        return log.entry(seq).map(found -> found.map(entry -> new Place(seq, entry.messages()))
                .orElseGet(() -> new Place(0, 0)));
    }

    /** Stores now what is known of the member, whether or not it is on its way already. */
    private Future<Void> stored(UserId member) {
        List<MemberMarks> unstored = book.unstored().stream()
                .filter(mark -> mark.member().equals(member))
                .toList();
        return unstored.isEmpty()
                ? services.ownership().confirm()
                : await(unstored.get(0)).onSuccess(done -> book.stored(unstored));
    }

    private Future<Void> await(MemberMarks mark) {
        awaited++;
        return services.write(new RaiseMarks(chat.id(), List.of(mark)))
                .compose(stored -> services.ownership().confirm())
                .onComplete(done -> awaited--)
                .compose(confirmed -> deposed ? Future.failedFuture(wrongOwner()) : Future.succeededFuture());
    }

    private static RookeryException wrongOwner() {
        return new RookeryException(ErrorCode.WRONG_OWNER, ErrorCode.WRONG_OWNER.title());
    }

    private Future<Void> soon() {
        if (book.isBehind()) {
            pressing = true;
            services.marks().storeSoon(this);
        }
        return Future.succeededFuture();
    }

    private void storeLater() {
        if (book.isBehind()) {
            services.marks().storeLater(this);
        }
    }

    /** Writes all that the store does not have, unless that is under way. */
    void store() {
        if (writing || !book.isBehind()) {
            return;
        }
        writing = true;
        pressed = pressing;
        pressing = false;
        List<MemberMarks> unstored = book.unstored();
        services.meters().marks().written(unstored.size());
        services.write(new RaiseMarks(chat.id(), unstored))
                .onComplete(done -> {
                    writing = false;
                    pressed = false;
                })
                .onSuccess(stored -> {
                    book.stored(unstored);
                    if (!deposed) {
                        storeLater();
                    }
                })
                .onFailure(failure -> {
                    // Nothing is lost by that as long as this node lives; it is tried again.
                    if (!deposed) {
                        pressing = true;
                        services.marks().storeSoon(this);
                    }
                });
    }

    private void tellSoon() {
        tell(System.nanoTime());
        if (news.isWaiting()) {
            services.marks().tell(this);
        }
    }

    /**
     * Tells what is to be told by now.
     *
     * @param now {@link System#nanoTime}
     */
    void tell(long now) {
        tell(news.take(now));
    }

    private void tell(News.Due due) {
        due.own().forEach(this::tellOwn);
        if (due.changed().isEmpty()) {
            return;
        }
        List<UserId> audience = new ArrayList<>(chat.members());
        if (due.changed().size() == 1) {
            audience.remove(due.changed().get(0));
        }
        ServerFrame frame = new ServerFrame.Receipts(
                null,
                chat.id(),
                due.changed().stream().map(member -> Mark.of(book.of(member))).toList(),
                null,
                null);
        services.meters().marks().told();
        var unused = services.gateways().offer(audience, FrameCodec.encode(frame));
    }

    private void tellOwn(UserId member) {
        new FanOut(services.gateways(), List.of(member))
                .send(ServerFrame.Receipts.own(null, chat.id(), reading(member)), null);
    }

    boolean isToTell() {
        return news.isWaiting();
    }

    /** Whether it has to be stored before the chat is let go: the next owner could not find it out. */
    boolean isPressing() {
        return pressing || pressed || awaited > 0;
    }

    /** Whether there is nothing left to be stored or told. */
    boolean isDone() {
        return !book.isBehind() && !writing && awaited == 0 && !news.isWaiting();
    }

    /** The chat is to be let go. */
    void hurry() {
        tell(news.takeAll());
        store();
    }

    /** Another node owns the chat now. What is not stored may still be stored here: marks only grow. */
    void depose() {
        if (!deposed) {
            deposed = true;
            services.marks().forget(this);
            store();
        }
    }

    /** It is not used any more. */
    void drop() {
        services.marks().forget(this);
    }

    int bytes() {
        return book.bytes();
    }
}
