package dev.rookery.feature.receipts;

import dev.rookery.api.spi.Answer;
import dev.rookery.api.spi.ApiCall;
import dev.rookery.api.spi.Operations;
import dev.rookery.bus.message.ChatReply.WhoHas;
import dev.rookery.bus.message.ChatRequest.MarkRead;
import dev.rookery.bus.message.ChatRequest.MarkUnread;
import dev.rookery.bus.message.ChatRequest.ReadReceipts;
import dev.rookery.bus.message.ChatRequest.ReceiptState;
import dev.rookery.domain.UserId;
import dev.rookery.limit.UserRate;
import dev.rookery.ownership.OwnerClient;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What somebody has read, and who has read what. */
final class ReadOperations implements Operations {
    private static final int DEFAULT_LIMIT = 50;

    private final OwnerClient owners;
    private final UnreadSums sums;
    private final UserRate rate;

    ReadOperations(OwnerClient owners, UnreadSums sums, UserRate rate) {
        this.owners = owners;
        this.sums = sums;
        this.rate = rate;
    }

    @Override
    public Map<String, Operation> byId() {
        return Map.of(
                "markRead", this::markRead,
                "markUnread", this::markUnread,
                "listReceipts", this::listReceipts,
                "countUnread", this::countUnread);
    }

    private Future<Answer> markRead(ApiCall call) {
        UserId reader = call.principal().user();
        rate.take(reader);
        MarkRead request = new MarkRead(call.chat(), reader, call.body().getLong("seq"), true);
        return owners.ask(call.chat(), request).map(done -> Answer.ok(Answer.OwnMarks.of(done.reading())));
    }

    private Future<Answer> markUnread(ApiCall call) {
        UserId reader = call.principal().user();
        rate.take(reader);
        return owners.ask(call.chat(), new MarkUnread(call.chat(), reader))
                .map(done -> Answer.ok(Answer.OwnMarks.of(done.reading())));
    }

    private Future<Answer> listReceipts(ApiCall call) {
        UserId reader = call.principal().user();
        rate.take(reader);
        int limit = (int) call.number("limit", DEFAULT_LIMIT);
        @Nullable UserId after = call.query("after")
                .map(text -> ApiCall.parse("after", text, UserId::parse))
                .orElse(null);
        ReceiptState state = call.query("state")
                .map(text -> ReceiptState.valueOf(text.toUpperCase(Locale.ROOT)))
                .orElse(ReceiptState.READ);
        long seq = call.pathNumber("seq");
        return owners.ask(call.chat(), new ReadReceipts(call.chat(), reader, seq, state, after, limit))
                .map(found -> Answer.ok(page(found)));
    }

    private static Answer.Receipts page(WhoHas found) {
        List<UserId> page = found.page();
        @Nullable UserId next = found.more() ? page.get(page.size() - 1) : null;
        return new Answer.Receipts(found.people(), found.delivered(), found.read(), page, next);
    }

    private Future<Answer> countUnread(ApiCall call) {
        UserId reader = call.principal().user();
        rate.take(reader);
        return sums.of(reader).map(Answer::ok);
    }
}
