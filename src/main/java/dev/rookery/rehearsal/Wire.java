package dev.rookery.rehearsal;

import dev.rookery.bus.BusCodec;
import dev.rookery.bus.message.BusMessage;
import io.vertx.core.buffer.Buffer;

/** What a message goes through between two nodes: within one it is passed on as it is. */
final class Wire {
    private final BusCodec codec = new BusCodec();

    void cross(BusMessage message) {
        Buffer wire = Buffer.buffer();
        codec.encodeToWire(wire, message);
        var unused = codec.decodeFromWire(0, wire);
    }
}
