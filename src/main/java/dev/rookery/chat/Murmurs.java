package dev.rookery.chat;

import dev.rookery.bus.message.ChatReply.MembersTold;
import dev.rookery.bus.message.ChatRequest.TellMembers;
import dev.rookery.delivery.Gateways;
import dev.rookery.domain.Chat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.UserId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** What members of chats say in passing: told to the others who are there, and forgotten. On one event loop only. */
final class Murmurs {
    private static final int MOST = 100_000;

    private final Gateways gateways;
    private final Pauses<Key> pauses = new Pauses<>(MOST);

    private record Key(ChatId chat, UserId sender, String what) {}

    Murmurs(Gateways gateways) {
        this.gateways = gateways;
    }

    /** @param chat of which the sender is a member */
    Future<MembersTold> tell(Chat chat, TellMembers said) {
        List<UserId> others = chat.members().stream()
                .filter(member -> !member.equals(said.sender()))
                .toList();
        boolean tooMany = chat.members().size() > said.maxMembers();
        if (tooMany || others.isEmpty() || !mayBeSaid(said)) {
            return Future.succeededFuture(new MembersTold(false));
        }
        return gateways.offer(others, said.frame()).map(new MembersTold(true));
    }

    private boolean mayBeSaid(TellMembers said) {
        Key key = new Key(said.chat(), said.sender(), said.what());
        return pauses.take(key, Duration.ofMillis(said.pauseMs()), System.nanoTime());
    }
}
