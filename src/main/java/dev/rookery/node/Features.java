package dev.rookery.node;

import dev.rookery.config.SettingsReader;
import dev.rookery.feature.Feature;
import dev.rookery.feature.Ground;
import dev.rookery.feature.Slot;
import dev.rookery.feature.account.AccountFeature;
import dev.rookery.feature.chats.ChatsFeature;
import dev.rookery.feature.presence.PresenceFeature;
import dev.rookery.feature.receipts.ReceiptsFeature;
import dev.rookery.feature.typing.TypingFeature;
import java.util.List;
import java.util.function.Function;

/** The features of every node. */
final class Features {
    private static final List<Feature> ALL = List.of(
            new AccountFeature(),
            new ChatsFeature(),
            new ReceiptsFeature(),
            new TypingFeature(),
            new PresenceFeature());

    private Features() {}

    static List<Function<SettingsReader, ? extends Record>> settings() {
        return ALL.stream().flatMap(feature -> feature.settings().stream()).toList();
    }

    static Slot plug(Ground ground) {
        Slot slot = new Slot(ground.config().node().roles());
        ALL.forEach(feature -> feature.plugInto(slot, ground));
        return slot;
    }
}
