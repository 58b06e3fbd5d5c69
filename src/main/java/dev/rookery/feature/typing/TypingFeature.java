package dev.rookery.feature.typing;

import dev.rookery.config.SettingsReader;
import dev.rookery.feature.Feature;
import dev.rookery.feature.Ground;
import dev.rookery.feature.Slot;
import dev.rookery.limit.UserRate;
import java.util.List;
import java.util.function.Function;

/** Who is writing right now: told to the members of the chat who are there, and never stored. */
public final class TypingFeature implements Feature {

    @Override
    public List<Function<SettingsReader, ? extends Record>> settings() {
        return List.of(in -> in.section("typing", TypingSettings.class));
    }

    @Override
    public void plugInto(Slot slot, Ground ground) {
        TypingSettings settings = ground.config().features().of(TypingSettings.class);
        TypingMeters meters = new TypingMeters(ground.meters());
        UserRate rate = ground.limits().rate("typing", settings.rate(), "typing frames");
        slot.frames(() -> new TypingFrames(ground.owners(), settings.maxMembers(), rate, meters));
    }
}
