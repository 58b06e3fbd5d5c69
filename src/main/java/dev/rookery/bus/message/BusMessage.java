package dev.rookery.bus.message;

/**
 * Anything that travels on the event bus. Messages are immutable all the way down: a local delivery passes the very same
 * object. The bus is at most once: what must not be lost is in Cassandra, and every request is safe to repeat.
 */
public sealed interface BusMessage permits BusRequest, BusEvent, BusReply {}
