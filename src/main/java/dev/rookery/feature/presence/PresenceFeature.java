package dev.rookery.feature.presence;

import dev.rookery.cluster.NodeRole;
import dev.rookery.config.SettingsReader;
import dev.rookery.feature.Feature;
import dev.rookery.feature.Ground;
import dev.rookery.feature.Slot;
import java.util.List;
import java.util.function.Function;

/** Who is there: online, away, last seen. */
public final class PresenceFeature implements Feature {

    @Override
    public List<Function<SettingsReader, ? extends Record>> settings() {
        return List.of(in -> in.section("presence", PresenceSettings.class));
    }

    @Override
    public void plugInto(Slot slot, Ground ground) {
        boolean keeps = slot.serves(NodeRole.CHAT);
        boolean serves = slot.serves(NodeRole.GATEWAY);
        if (!keeps && !serves) {
            return;
        }
        PresenceSettings settings = ground.config().features().of(PresenceSettings.class);
        PresenceVerticle verticle = new PresenceVerticle(ground, settings, keeps, serves);
        slot.verticle(keeps ? NodeRole.CHAT : NodeRole.GATEWAY, "presence", verticle);
        slot.sessions(verticle.sessions());
        slot.frames(() -> new WatchFrames(verticle, ground.vertx()));
        slot.frames(() -> new ActiveFrames(verticle.sessions()));
    }
}
