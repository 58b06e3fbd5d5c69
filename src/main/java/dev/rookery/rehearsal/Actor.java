package dev.rookery.rehearsal;

import dev.rookery.bus.message.ChatRequest.CatchUp;
import dev.rookery.bus.message.ChatRequest.Position;
import dev.rookery.bus.message.ChatRequest.ReadHistory;
import dev.rookery.bus.message.ChatRequest.SendMessage;
import dev.rookery.domain.Chat;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.UserId;
import dev.rookery.ownership.OwnerClient;
import dev.rookery.wire.ClientFrame;
import dev.rookery.wire.FrameCodec;
import dev.rookery.wire.ServerFrame;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** Plays a client in one chat with somebody else: sends, reads back, catches up, one after the other. */
final class Actor {
    private static final int PAGE = 50;
    private static final int MAX_CHARACTERS = 100_000;

    private final UserId user = new UserId(UUID.randomUUID());
    private final DeviceId device = new DeviceId(UUID.randomUUID());
    private final Chat chat = Chat.direct(user, new UserId(UUID.randomUUID()), Instant.EPOCH);
    private final OwnerClient owner;
    private final Wire wire;
    private int sent;

    Actor(OwnerClient owner, Wire wire) {
        this.owner = owner;
        this.wire = wire;
    }

    Chat chat() {
        return chat;
    }

    int sent() {
        return sent;
    }

    /** @param goesOn asked before each scene */
    Future<Void> play(BooleanSupplier goesOn) {
        return goesOn.getAsBoolean() ? scene().compose(done -> play(goesOn)) : Future.succeededFuture();
    }

    private Future<?> scene() {
        return send().compose(stored -> read()).compose(page -> catchUp());
    }

    private Future<?> send() {
        String frame = new JsonObject()
                .put("type", "send")
                .put("chat", chat.id().toString())
                .put("clientId", "rehearsal-" + sent)
                .put("content", new JsonObject().put("kind", "message").put("text", "to nobody, number " + sent))
                .encode();
        sent++;
        ClientFrame.Send said = (ClientFrame.Send) FrameCodec.decode(frame);
        SendMessage request = new SendMessage(chat.id(), user, device, null, said.clientId(), said.content());
        wire.cross(request);
        return owner.ask(chat.id(), request).onSuccess(stored -> {
            wire.cross(stored);
            var unused = FrameCodec.encode(
                    new ServerFrame.Ack(null, chat.id(), said.clientId(), stored.seq(), stored.at(), stored.epoch()));
        });
    }

    private Future<?> read() {
        ReadHistory request = ReadHistory.after(chat.id(), user, Math.max(0, sent - PAGE), PAGE);
        wire.cross(request);
        return owner.ask(chat.id(), request).onSuccess(wire::cross);
    }

    private Future<?> catchUp() {
        List<Position> missing = List.of(new Position(chat.id(), Math.max(0, sent - 2)));
        CatchUp request = new CatchUp(user, missing, PAGE, null, MAX_CHARACTERS);
        wire.cross(request);
        return owner.ask(chat.id(), request).onSuccess(wire::cross);
    }
}
