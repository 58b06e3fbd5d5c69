package dev.rookery.feature.receipts;

import dev.rookery.config.SettingsReader;
import dev.rookery.feature.Feature;
import dev.rookery.feature.Ground;
import dev.rookery.feature.Slot;
import dev.rookery.limit.Rates;
import dev.rookery.limit.UserRate;
import java.util.List;
import java.util.function.Function;

/** How far devices and people got in their chats. */
public final class ReceiptsFeature implements Feature {

    @Override
    public List<Function<SettingsReader, ? extends Record>> settings() {
        return List.of(in -> in.section("receipts", ReceiptsSettings.class));
    }

    @Override
    public void plugInto(Slot slot, Ground ground) {
        Cursors cursors = new Cursors(ground.owners(), ground.cursors());
        Rates rates = ground.limits().rates();
        slot.operations(new CursorOperations(cursors, rates));
        slot.frames(() -> new CursorFrames(cursors, rates));
        ReceiptsSettings settings = ground.config().features().of(ReceiptsSettings.class);
        UserRate rate = ground.limits().rate("reads", settings.rate(), "read marks");
        UnreadSums sums = new UnreadSums(ground.chats(), ground.owners());
        slot.operations(new ReadOperations(ground.owners(), sums, rate));
        slot.frames(() -> new ReadFrames(ground.owners(), rate));
    }
}
