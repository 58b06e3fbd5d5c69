package dev.rookery.node;

import dev.rookery.edge.HttpModule;
import dev.rookery.feature.Slot;
import dev.rookery.gateway.GatewayModule;
import dev.rookery.gateway.GatewayServices;
import dev.rookery.gateway.GatewayVerticle;
import dev.rookery.telemetry.GatewayMeters;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** Holds WebSocket sessions. */
final class GatewayRole {
    private GatewayRole() {}

    static Future<Void> deploy(NodeParts parts, Slot slot, NodeAssembly assembly, List<HttpModule> modules) {
        GatewayServices services = new GatewayServices(
                parts.roster(),
                parts.authenticator(),
                parts.accounts()::findUsers,
                parts.devices(),
                parts.chats(),
                parts.cursors(),
                parts.cassandra().marks(),
                parts.inbox(),
                parts.redis().directory(),
                parts.bus(),
                parts.owners(),
                parts.limits(),
                slot.frames(),
                slot.streams(),
                slot.watches(),
                slot.sessions());
        GatewayModule module = new GatewayModule(
                services,
                parts.config().gateway(),
                parts.config().http(),
                new GatewayMeters(parts.meters()),
                parts.security());
        GatewayVerticle verticle = new GatewayVerticle(module);
        modules.add(module);
        return assembly.deploy(parts.vertx(), "gateway", verticle)
                .onSuccess(done -> assembly.beforeLeaving("drain sessions", () -> verticle.drain(spread(parts))));
    }

    /** Sessions leave one after the other, so that they don't all arrive elsewhere at once; chats need the rest. */
    private static Duration spread(NodeParts parts) {
        return parts.config().node().drainTimeout().dividedBy(4);
    }
}
