package dev.rookery.node;

import dev.rookery.chat.ChatVerticle;
import dev.rookery.persistence.PersistenceVerticle;
import io.vertx.core.Future;

/** Sequences chats and stores them. */
final class ChatRole {
    private ChatRole() {}

    static Future<Void> deploy(NodeParts parts, NodeAssembly assembly) {
        PersistenceVerticle persistence = new PersistenceVerticle(
                parts.roster().self().id(),
                parts.cassandra().chats(),
                parts.cassandra().log(),
                parts.cassandra().history(),
                parts.config().cassandra().maxInFlight(),
                parts.meters());
        ChatVerticle chat = new ChatVerticle(
                parts.roster(),
                parts.ownership(),
                parts.bus(),
                parts.redis().directory(),
                parts.config().chat(),
                parts.meters(),
                parts.clock());
        return assembly.deploy(parts.vertx(), "persistence", persistence)
                .compose(done -> assembly.deploy(parts.vertx(), "chat", chat))
                .onSuccess(done -> parts.ownership().onLettingGo(chat::finishLeaving));
    }
}
