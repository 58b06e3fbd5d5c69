package dev.rookery.bus;

import dev.rookery.bus.message.BusEvent;
import dev.rookery.bus.message.BusMessage;
import dev.rookery.bus.message.BusReply;
import dev.rookery.bus.message.BusRequest;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receiving end of an address: one handler per message type, each called on the context of the verticle that opened
 * it. A handler's failed Future (or exception) is the answer; unexpected ones are logged here, once.
 */
public final class BusEndpoint {
    private static final Logger log = LoggerFactory.getLogger(BusEndpoint.class);

    private final BusAddress address;
    private final Map<Class<?>, Consumer<Message<BusMessage>>> handlers = new HashMap<>();

    public BusEndpoint(BusAddress address) {
        this.address = address;
    }

    public <R extends BusReply, Q extends BusRequest<R>> BusEndpoint onRequest(
            Class<Q> type, Function<Q, Future<R>> handler) {
        handlers.put(type, message -> answer(message, call(handler, type.cast(message.body()))));
        return this;
    }

    public <E extends BusEvent> BusEndpoint onEvent(Class<E> type, Consumer<E> handler) {
        handlers.put(type, message -> handler.accept(type.cast(message.body())));
        return this;
    }

    /** Registers the address; completes when the whole cluster can reach it. */
    public Future<Registration> open(Vertx vertx) {
        MessageConsumer<BusMessage> consumer = address.nodeLocal()
                ? vertx.eventBus().localConsumer(address.toString())
                : vertx.eventBus().consumer(address.toString());
        consumer.handler(this::dispatch);
        return consumer.completion().map(done -> consumer::unregister);
    }

    private void dispatch(Message<BusMessage> message) {
        Consumer<Message<BusMessage>> handler = handlers.get(message.body().getClass());
        if (handler == null) {
            log.atError()
                    .addKeyValue("address", address)
                    .addKeyValue("type", message.body().getClass().getSimpleName())
                    .log("no handler for bus message");
            message.fail(ErrorCode.INTERNAL.number(), "|no handler");
        } else {
            handler.accept(message);
        }
    }

    private static <R extends BusReply, Q extends BusRequest<R>> Future<R> call(
            Function<Q, Future<R>> handler, Q query) {
        try {
            return handler.apply(query);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private <R extends BusReply> void answer(Message<BusMessage> message, Future<R> result) {
        result.onSuccess(message::reply).onFailure(failure -> {
            if (!(failure instanceof RookeryException)) {
                log.atError()
                        .addKeyValue("address", address)
                        .addKeyValue("type", message.body().getClass().getSimpleName())
                        .setCause(failure)
                        .log("bus request failed");
            }
            message.fail(BusFailure.number(failure), BusFailure.text(failure));
        });
    }

    /** An open address. */
    public interface Registration {
        Future<Void> close();
    }
}
