package dev.rookery.feature.receipts;

import dev.rookery.feature.Feature;
import dev.rookery.feature.Ground;
import dev.rookery.feature.Slot;
import dev.rookery.limit.Rates;

/** How far devices got in their chats. */
public final class ReceiptsFeature implements Feature {

    @Override
    public void plugInto(Slot slot, Ground ground) {
        Cursors cursors = new Cursors(ground.owners(), ground.cursors());
        Rates rates = ground.limits().rates();
        slot.operations(new CursorOperations(cursors, rates));
        slot.frames(() -> new CursorFrames(cursors, rates));
    }
}
