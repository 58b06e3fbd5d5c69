package dev.rookery.bus.message;

/** Asked of the ownership verticle, which every node has. */
public sealed interface OwnershipRequest<R extends BusReply> extends BusRequest<R> {

    /** Whether one node reaches another over the bus. */
    record Ping() implements OwnershipRequest<Pong> {}

    record Pong() implements BusReply {}
}
