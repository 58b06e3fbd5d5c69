package dev.rookery.tool.simulation;

/** How requests reach the replicas of the store, and how answers come back: late, twice, with a hint, or not at all. */
final class SimTransport {
    private static final long TIMEOUT = 800 * Timeline.MS;
    private static final int HINTED_PER_MILLE = 500;

    private final Timeline timeline;
    private final Chance chance;
    private final boolean[] down = new boolean[SimStore.REPLICAS];
    private Weather weather;

    /** When a request reaches the store. */
    enum Fate {
        PROMPT,
        LATE,
        NEVER
    }

    /** The one answer of a request: the first that comes, or that there was none in time. */
    static final class Reply {
        private final SimInbox inbox;
        private boolean given;

        private Reply(SimInbox inbox) {
            this.inbox = inbox;
        }
    }

    SimTransport(Timeline timeline, Chance chance, Weather weather) {
        this.timeline = timeline;
        this.chance = chance;
        this.weather = weather;
    }

    void weather(Weather now) {
        weather = now;
    }

    long now() {
        return timeline.now();
    }

    // Replicas.

    void replicaDown(int replica, boolean isDown) {
        down[replica] = isDown;
    }

    boolean isDown(int replica) {
        return down[replica];
    }

    boolean hasQuorum() {
        int up = 0;
        for (boolean isDown : down) {
            up += isDown ? 0 : 1;
        }
        return up >= SimStore.QUORUM;
    }

    boolean quorumWithout(int spared) {
        for (int replica = 0; replica < SimStore.REPLICAS; replica++) {
            if (replica != spared && down[replica]) {
                return false;
            }
        }
        return true;
    }

    /** The replica that a quorum request leaves out: one that is down, if the coordinator knows. */
    int sparedReplica() {
        for (int replica = 0; replica < SimStore.REPLICAS; replica++) {
            if (down[replica]) {
                return replica;
            }
        }
        return chance.below(SimStore.REPLICAS);
    }

    // There.

    Fate fate() {
        if (isLost()) {
            return Fate.NEVER;
        }
        return chance.perMille(weather.late()) ? Fate.LATE : Fate.PROMPT;
    }

    /** Lightweight transactions time out far more often than plain writes. */
    Fate fateOfChange() {
        if (chance.perMille(2 * weather.lost())) {
            return Fate.NEVER;
        }
        return chance.perMille(3 * weather.late()) ? Fate.LATE : Fate.PROMPT;
    }

    long delay(Fate fate) {
        return switch (fate) {
            case PROMPT -> chance.between(Timeline.MS / 2, 5 * Timeline.MS);
            case LATE -> chance.between(200 * Timeline.MS, 10 * Timeline.SECOND);
            case NEVER -> Long.MAX_VALUE;
        };
    }

    /** Whether a read does not reach a replica. */
    boolean isLost() {
        return chance.perMille(weather.lost());
    }

    /** How long a whole request waits in its coordinator before it goes to the replicas. */
    long stuckFor(boolean surely) {
        boolean isStuck = surely || chance.perMille(weather.stuck());
        return isStuck ? chance.between(Timeline.SECOND, 12 * Timeline.SECOND) : 0;
    }

    void later(long delay, Runnable action) {
        if (delay < Long.MAX_VALUE) {
            timeline.after(delay, action);
        }
    }

    /** Brings something to a replica once, late, twice, only with a hint after it came back, or never. */
    void toReplica(int replica, long wait, Runnable arrival) {
        Fate fate = fate();
        Runnable ifUp = () -> {
            if (down[replica]) {
                hint(replica, arrival);
            } else {
                arrival.run();
            }
        };
        long delay = delay(fate);
        later(delay == Long.MAX_VALUE ? delay : wait + delay, ifUp);
        if (chance.perMille(weather.twice())) {
            later(wait + delay(Fate.LATE), ifUp);
        }
    }

    private void hint(int replica, Runnable arrival) {
        if (chance.perMille(HINTED_PER_MILLE)) {
            later(chance.between(Timeline.SECOND, 15 * Timeline.SECOND), () -> {
                if (!down[replica]) {
                    arrival.run();
                }
            });
        }
    }

    // And back.

    Reply reply(SimInbox inbox, Runnable timedOut) {
        Reply reply = new Reply(inbox);
        timeline.after(TIMEOUT, () -> {
            if (!reply.given) {
                reply.given = true;
                inbox.deliver(timedOut);
            }
        });
        return reply;
    }

    void answer(Reply reply, Runnable action) {
        if (chance.perMille(weather.unanswered())) {
            return;
        }
        later(delay(Fate.PROMPT), () -> {
            if (!reply.given) {
                reply.given = true;
                reply.inbox.deliver(action);
            }
        });
    }
}
