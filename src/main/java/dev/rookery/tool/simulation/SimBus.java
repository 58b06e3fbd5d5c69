package dev.rookery.tool.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Messages between processes: lost, late, twice, and cut off between the sides of a partition. */
final class SimBus {
    private final Timeline timeline;
    private final Chance chance;
    private Weather weather;
    private final List<int[]> cuts = new ArrayList<>();

    SimBus(Timeline timeline, Chance chance, Weather weather) {
        this.timeline = timeline;
        this.chance = chance;
        this.weather = weather;
    }

    void weather(Weather now) {
        weather = now;
    }

    /** Hosts of the cluster are numbered; clients reach all of them. */
    void cut(int one, int other) {
        cuts.add(new int[] {one, other});
    }

    void heal() {
        cuts.clear();
    }

    boolean reaches(int from, int to) {
        return cuts.stream().noneMatch(cut -> (cut[0] == from && cut[1] == to) || (cut[0] == to && cut[1] == from));
    }

    /** From host to host. */
    void send(int from, int to, SimInbox inbox, Runnable action) {
        carry(inbox, arrived -> {
            if (reaches(from, to)) {
                inbox.deliver(action);
            }
        });
    }

    /** From a client to a host, or back. */
    void sendOutside(SimInbox inbox, Runnable action) {
        carry(inbox, arrived -> inbox.deliver(action));
    }

    private void carry(SimInbox inbox, Consumer<SimInbox> arrive) {
        if (!chance.perMille(weather.lost())) {
            timeline.after(delay(), () -> arrive.accept(inbox));
        }
        if (chance.perMille(weather.twice())) {
            timeline.after(delay() + chance.between(0, 2 * Timeline.SECOND), () -> arrive.accept(inbox));
        }
    }

    private long delay() {
        boolean late = chance.perMille(weather.late());
        return chance.between(Timeline.MS / 5, late ? Timeline.SECOND : 2 * Timeline.MS);
    }
}
