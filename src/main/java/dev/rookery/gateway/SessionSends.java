package dev.rookery.gateway;

import dev.rookery.bus.ChatReply.MessageStored;
import dev.rookery.bus.ChatRequest.SendMessage;
import dev.rookery.protocol.ClientFrame;
import dev.rookery.protocol.ServerFrame;
import java.time.Duration;

/** The messages of a session that wait for their answer. On its event loop only. */
final class SessionSends {
    private final Session session;
    private final SessionHost host;
    private int unanswered;

    SessionSends(Session session, SessionHost host) {
        this.session = session;
        this.host = host;
    }

    int unanswered() {
        return unanswered;
    }

    void send(ClientFrame.Send frame) {
        long arrived = host.now();
        unanswered++;
        session.pauseIfFull();
        host.send(new SendMessage(
                        frame.chat(), session.user(), session.device(), session.id(), frame.clientId(), frame.text()))
                .onComplete(result -> {
                    unanswered--;
                    if (result.succeeded()) {
                        acked(frame, result.result(), arrived);
                    } else {
                        refused(frame, result.cause());
                    }
                    session.answered();
                });
    }

    private void acked(ClientFrame.Send frame, MessageStored stored, long arrived) {
        host.meters().acked(Duration.ofNanos(host.now() - arrived));
        session.answer(new ServerFrame.Ack(
                frame.id(), frame.chat(), frame.clientId(), stored.seq(), stored.sentAt(), stored.epoch()));
    }

    private void refused(ClientFrame.Send frame, Throwable failure) {
        session.answer(ServerFrame.Refused.of(
                frame.id(), frame.clientId(), Refusal.of("send failed", session.id(), frame.chat(), failure)));
    }
}
