package dev.rookery.feature.presence.machine;

import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From a keeper to a gateway: how users stand that are watched there.
 *
 * @param number of this word among those of the keeper to this gateway
 * @param stored users who left this gateway and whose last sign of life is kept elsewhere now
 */
public record Show(
        NodeId keeper,
        long number,
        List<UserId> active,
        List<UserId> away,
        List<Offline> offline,
        List<UserId> stored) {

    /**
     * @param lastSeen in ms since 1970; null if never
     * @param unsure whether that could not be found out
     */
    public record Offline(UserId user, @Nullable Long lastSeen, boolean unsure) {}
}
