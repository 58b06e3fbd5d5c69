package dev.rookery.feature.chats;

import dev.rookery.feature.Feature;
import dev.rookery.feature.Ground;
import dev.rookery.feature.Slot;

/** Chats and people over REST. */
public final class ChatsFeature implements Feature {

    @Override
    public void plugInto(Slot slot, Ground ground) {
        People people = new People(ground.accounts(), ground.clusterRates());
        slot.operations(people);
        slot.operations(new ChatCreation(
                people,
                ground.owners(),
                ground.config().chat().maxMembers(),
                ground.clusterRates(),
                new ChatCounts(ground.chats(), ground.limits())));
        slot.operations(new ChatOperations(people, ground.chats(), ground.owners()));
    }
}
