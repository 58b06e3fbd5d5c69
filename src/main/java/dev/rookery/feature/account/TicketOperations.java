package dev.rookery.feature.account;

import dev.rookery.api.spi.Answer;
import dev.rookery.api.spi.ApiCall;
import dev.rookery.api.spi.Operations;
import dev.rookery.auth.Principal;
import dev.rookery.auth.TicketOffice;
import io.vertx.core.Future;
import java.util.Map;

/** WebSocket tickets. */
public final class TicketOperations implements Operations {
    private final TicketOffice office;
    private final AttemptLimits limits;

    public TicketOperations(TicketOffice office, AttemptLimits limits) {
        this.office = office;
        this.limits = limits;
    }

    @Override
    public Map<String, Operation> byId() {
        return Map.of("createWebSocketTicket", this::create);
    }

    private Future<Answer> create(ApiCall call) {
        Principal holder = call.principal();
        return limits.webSocketTicket(holder.device()).map(granted -> {
            String ticket = office.issue(holder, call.origin()).text();
            return Answer.created(
                    new AccountAnswers.WebSocketTicket(ticket, office.lifetime().toSeconds()));
        });
    }
}
