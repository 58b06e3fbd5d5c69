package dev.rookery.feature.chats;

import dev.rookery.api.spi.Answer;
import dev.rookery.api.spi.ApiCall;
import dev.rookery.api.spi.Operations;
import dev.rookery.auth.Principal;
import dev.rookery.bus.message.ChatReply.ChatSummaries;
import dev.rookery.bus.message.ChatRequest.ClearHistory;
import dev.rookery.bus.message.ChatRequest.DescribeChats;
import dev.rookery.bus.message.ChatRequest.ReadHistory;
import dev.rookery.bus.message.ChatRequest.SendMessage;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import dev.rookery.edge.InvalidRequestException;
import dev.rookery.edge.Problem.Violation;
import dev.rookery.ownership.OwnerClient;
import dev.rookery.store.ChatStore;
import dev.rookery.wire.ContentReader;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chats and their messages. Membership is checked by a chat's owner, which tells a stranger that there is no such chat. */
public final class ChatOperations implements Operations {
    private static final int DEFAULT_LIMIT = 50;
    /** Where a page of history may be. */
    private static final List<String> PLACES = List.of("before", "after", "around", "date");

    private final People people;
    private final ChatStore chats;
    private final OwnerClient owners;

    public ChatOperations(People people, ChatStore chats, OwnerClient owners) {
        this.people = people;
        this.chats = chats;
        this.owners = owners;
    }

    @Override
    public Map<String, Operation> byId() {
        return Map.of(
                "listChats", this::listChats,
                "getChat", this::getChat,
                "listMessages", this::listMessages,
                "clearHistory", this::clearHistory,
                "sendMessage", this::sendMessage);
    }

    private Future<Answer> listChats(ApiCall call) {
        UserId reader = call.principal().user();
        int limit = (int) call.number("limit", DEFAULT_LIMIT);
        @Nullable ChatId after = call.query("after")
                .map(text -> ApiCall.parse("after", text, ChatId::parse))
                .orElse(null);
        return chats.chatsOf(reader, after, limit + 1).compose(ids -> {
            boolean more = ids.size() > limit;
            List<ChatId> page = more ? ids.subList(0, limit) : ids;
            ChatId next = more ? page.get(limit - 1) : null;
            return describe(reader, page, ShownMembers.SOME)
                    .map(listed -> Answer.ok(new Answer.ChatPage(listed, next)));
        });
    }

    private Future<Answer> getChat(ApiCall call) {
        return describe(call.principal().user(), List.of(call.chat()), ShownMembers.ALL)
                .compose(found -> found.isEmpty()
                        ? Future.failedFuture(
                                new RookeryException(ErrorCode.CHAT_UNKNOWN, ErrorCode.CHAT_UNKNOWN.title()))
                        : Future.succeededFuture(Answer.ok(found.get(0))));
    }

    /** Those of the chats that the reader is in, in the order of their ids as text. */
    private Future<List<Answer.ListedChat>> describe(UserId reader, List<ChatId> ids, ShownMembers shown) {
        return owners.<ChatSummaries>askEach(ids, group -> new DescribeChats(reader, group))
                .map(parts ->
                        parts.stream().flatMap(part -> part.chats().stream()).toList())
                .compose(found -> people.named(shown.of(found)).map(named -> found.stream()
                        .sorted(Comparator.comparing(
                                summary -> ids.indexOf(summary.chat().id())))
                        .map(summary -> Answer.ListedChat.of(summary, reader, shown.of(summary), named))
                        .toList()));
    }

    private Future<Answer> listMessages(ApiCall call) {
        List<String> places = PLACES.stream().filter(call::asks).toList();
        if (places.size() > 1) {
            throw new InvalidRequestException(places.stream()
                    .map(field -> new Violation(field, "'" + field + "' can't be combined with another of " + PLACES))
                    .toList());
        }
        ReadHistory request = new ReadHistory(
                call.chat(),
                call.principal().user(),
                call.number("before", ReadHistory.NONE),
                call.number("after", ReadHistory.NONE),
                call.number("around", ReadHistory.NONE),
                call.query("date").map(ChatOperations::day).orElse(null),
                (int) call.number("limit", DEFAULT_LIMIT));
        return owners.ask(request.chat(), request).map(page -> Answer.ok(Answer.History.of(page, request.reader())));
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new InvalidRequestException(
                    List.of(new Violation("date", "'date' must be a day of the calendar, such as 2026-11-22")));
        }
    }

    private Future<Answer> clearHistory(ApiCall call) {
        ClearHistory request =
                new ClearHistory(call.chat(), call.principal().user(), call.number("through", Long.MAX_VALUE));
        return owners.ask(request.chat(), request).map(done -> Answer.ok(new Answer.ClearedHistory(done.through())));
    }

    private Future<Answer> sendMessage(ApiCall call) {
        Principal sender = call.principal();
        ClientId clientId = ApiCall.parse("clientId", call.text("clientId"), ClientId::new);
        Content content =
                ContentReader.read(call.body().getJsonObject("content").getMap());
        SendMessage request = new SendMessage(call.chat(), sender.user(), sender.device(), null, clientId, content);
        return owners.ask(request.chat(), request)
                .map(stored -> Answer.created(
                        new Answer.Sent(request.chat(), clientId, stored.seq(), stored.at(), stored.epoch())));
    }
}
