package dev.rookery.node;

import dev.rookery.chat.ChatVerticle;
import dev.rookery.management.NodeState;
import dev.rookery.management.Readiness;
import dev.rookery.persistence.PersistenceVerticle;
import dev.rookery.rehearsal.Rehearsal;
import io.vertx.core.Future;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sequences chats and stores them. */
final class ChatRole {
    private static final Logger log = LoggerFactory.getLogger(ChatRole.class);

    /** Of the memory that chats may take, for what the store could lose. */
    private static final int KEPT_PART = 8;

    private ChatRole() {}

    static Future<Void> deploy(NodeParts parts, Readiness readiness, NodeAssembly assembly) {
        PersistenceVerticle persistence = new PersistenceVerticle(
                parts.roster().self().id(),
                parts.cassandra().chats(),
                parts.cassandra().log(),
                parts.cassandra().history(),
                parts.cassandra().marks(),
                parts.cassandra().inbox(),
                parts.cassandra().hotLists(),
                parts.cassandra().losses(),
                parts.config().cassandra().maxInFlight(),
                ((long) parts.config().chat().memoryMib() << 20) / KEPT_PART,
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
                .onSuccess(done -> parts.ownership().onLettingGo(chat::finishLeaving))
                .onSuccess(done -> readiness.state(NodeState.REHEARSING))
                .compose(done -> rehearse(parts))
                .onComplete(done -> readiness.state(NodeState.JOINING));
    }

    /** A node that did not rehearse serves all the same, and is slow at first. */
    private static Future<Void> rehearse(NodeParts parts) {
        Duration limit = parts.config().node().rehearsal();
        if (limit.isZero()) {
            return Future.succeededFuture();
        }
        long began = System.nanoTime();
        return new Rehearsal(
                        parts.vertx(),
                        parts.bus(),
                        parts.roster().self().id(),
                        parts.ownership(),
                        parts.redis().directory(),
                        parts.config().chat())
                .play(limit)
                .onSuccess(messages -> {
                    parts.meters().counter("rookery.node.rehearsal.messages").increment(messages);
                    log.atInfo()
                            .addKeyValue("messages", messages)
                            .addKeyValue("ms", (System.nanoTime() - began) / 1_000_000)
                            .log("rehearsed");
                })
                .onFailure(failure -> log.atWarn().setCause(failure).log("did not rehearse"))
                .otherwiseEmpty()
                .mapEmpty();
    }
}
