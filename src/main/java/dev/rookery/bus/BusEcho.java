package dev.rookery.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;

/** The bus with nothing on top: bytes to another member and back. What anything else over the bus is measured against. */
public final class BusEcho {
    private final String address = "echo." + UUID.randomUUID();

    /** Lets that member answer; completes when the whole cluster can reach it. */
    public Future<Void> answerAt(Vertx member) {
        var consumer = member.eventBus().<Buffer>consumer(address, message -> message.reply(message.body()));
        return consumer.completion();
    }

    /** One round trip from that member. */
    public Future<Void> askFrom(Vertx member, Buffer bytes) {
        return member.eventBus().<Buffer>request(address, bytes).mapEmpty();
    }
}
