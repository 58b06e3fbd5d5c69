package dev.rookery.feature.receipts;

import dev.rookery.api.spi.Answer;
import dev.rookery.api.spi.ApiCall;
import dev.rookery.api.spi.Operations;
import dev.rookery.auth.Principal;
import dev.rookery.domain.ChatId;
import dev.rookery.edge.InvalidRequestException;
import dev.rookery.edge.Problem.Violation;
import dev.rookery.limit.Rates;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How far the device got in its chats. */
public final class CursorOperations implements Operations {
    private static final int MAX_CHATS = 1_000;

    private final Cursors cursors;
    private final Rates rates;

    public CursorOperations(Cursors cursors, Rates rates) {
        this.cursors = cursors;
        this.rates = rates;
    }

    @Override
    public Map<String, Operation> byId() {
        return Map.of("moveCursors", this::move);
    }

    private Future<Answer> move(ApiCall call) {
        JsonObject named = call.body().getJsonObject("cursors");
        if (named.size() > MAX_CHATS) {
            throw refused("cursors", "'cursors' may name at most " + MAX_CHATS + " chats");
        }
        Map<ChatId, Long> wanted = new HashMap<>();
        for (String chat : named.fieldNames()) {
            String field = "cursors." + chat;
            if (!(named.getValue(chat) instanceof Number seq)
                    || seq.doubleValue() != seq.longValue()
                    || seq.longValue() < 0) {
                throw refused(field, "'" + field + "' must be a seq, a whole number that is not negative");
            }
            wanted.put(ApiCall.parse(field, chat, ChatId::parse), seq.longValue());
        }
        Principal device = call.principal();
        rates.cursor(device.user(), wanted.size());
        return cursors.moveAndFind(device.user(), device.device(), wanted).map(moved -> {
            Map<String, Long> answer = new HashMap<>();
            moved.forEach((chat, seq) -> answer.put(chat.toString(), seq));
            return Answer.ok(new Answer.Cursors(answer));
        });
    }

    private static InvalidRequestException refused(String field, String message) {
        return new InvalidRequestException(List.of(new Violation(field, message)));
    }
}
