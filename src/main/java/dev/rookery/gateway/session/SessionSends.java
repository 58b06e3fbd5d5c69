package dev.rookery.gateway.session;

import dev.rookery.bus.message.ChatReply.MessageStored;
import dev.rookery.bus.message.ChatRequest.SendMessage;
import dev.rookery.domain.RookeryException;
import dev.rookery.ownership.OrderedSends;
import dev.rookery.wire.ClientFrame;
import dev.rookery.wire.ServerFrame;
import java.time.Duration;

/** The messages of a session that wait for their answer. On its event loop only. */
final class SessionSends {
    private static final int SHORT = 1_024;

    private final Session session;
    private final SessionHost host;
    private final OrderedSends ordered;
    private int unanswered;

    SessionSends(Session session, SessionHost host) {
        this.session = session;
        this.host = host;
        this.ordered = host.newSends();
    }

    int unanswered() {
        return unanswered;
    }

    void send(ClientFrame.Send frame) {
        long arrived = host.now();
        long bytes = size(frame);
        try {
            host.limits().rates().message(session.user());
            session.hold().take(bytes);
        } catch (RookeryException refused) {
            session.refuse(SessionRefusals.SEND, frame.id(), frame.clientId(), refused);
            return;
        }
        unanswered++;
        session.pauseIfFull();
        ordered.send(new SendMessage(
                        frame.chat(), session.user(), session.device(), session.id(), frame.clientId(), frame.text()))
                .onComplete(result -> {
                    unanswered--;
                    session.hold().release(bytes);
                    if (result.succeeded()) {
                        acked(frame, result.result(), arrived);
                    } else {
                        refused(frame, result.cause());
                    }
                    session.answered();
                });
    }

    /** Short texts are not counted: there are few of them, as few frames may wait. */
    private static long size(ClientFrame.Send frame) {
        int length = frame.text().value().length();
        return length < SHORT ? 0 : (long) length * Character.BYTES;
    }

    private void acked(ClientFrame.Send frame, MessageStored stored, long arrived) {
        host.meters().acked(Duration.ofNanos(host.now() - arrived));
        session.answer(new ServerFrame.Ack(
                frame.id(), frame.chat(), frame.clientId(), stored.seq(), stored.sentAt(), stored.epoch()));
    }

    private void refused(ClientFrame.Send frame, Throwable failure) {
        session.refuse(
                SessionRefusals.SEND,
                frame.id(),
                frame.clientId(),
                Refusal.of("send failed", session.id(), frame.chat(), failure));
    }
}
