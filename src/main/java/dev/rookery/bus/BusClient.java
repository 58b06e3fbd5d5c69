package dev.rookery.bus;

import dev.rookery.bus.message.BusEvent;
import dev.rookery.bus.message.BusReply;
import dev.rookery.bus.message.BusRequest;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;

/**
 * Typed requests and events. A request fails with a {@link RookeryException}: the receiver's own, or {@code
 * owner_unavailable} when nobody answered in time (whether it was carried out is then unknown: repeat it).
 */
public final class BusClient {
    private final Vertx vertx;

    public BusClient(Vertx vertx) {
        this.vertx = vertx;
    }

    public <R extends BusReply> Future<R> ask(BusAddress address, BusRequest<R> request, Duration timeout) {
        DeliveryOptions options = new DeliveryOptions()
                .setSendTimeout(timeout.toMillis())
                .setLocalOnly(address.nodeLocal())
                .setCodecName(BusCodec.NAME);
        return vertx.eventBus()
                .<R>request(address.toString(), request, options)
                .map(reply -> reply.body())
                .recover(failure -> Future.failedFuture(translate(failure)));
    }

    /** Sends without an answer and without a promise: the bus is at most once. */
    public void tell(BusAddress address, BusEvent event) {
        DeliveryOptions options =
                new DeliveryOptions().setLocalOnly(address.nodeLocal()).setCodecName(BusCodec.NAME);
        vertx.eventBus().send(address.toString(), event, options);
    }

    /** As {@link #tell}; completes when the connection has taken the event, or has failed: nothing is promised even then. */
    public Future<Void> pass(BusAddress address, BusEvent event) {
        DeliveryOptions options =
                new DeliveryOptions().setLocalOnly(address.nodeLocal()).setCodecName(BusCodec.NAME);
        return vertx.eventBus().<BusEvent>sender(address.toString(), options).write(event);
    }

    private static Throwable translate(Throwable failure) {
        if (!(failure instanceof ReplyException reply)) {
            return failure;
        }
        if (reply.failureType() != ReplyFailure.RECIPIENT_FAILURE) {
            return new RookeryException(ErrorCode.OWNER_UNAVAILABLE, ErrorCode.OWNER_UNAVAILABLE.title());
        }
        return BusFailure.fromWire(reply.failureCode(), reply.getMessage());
    }
}
