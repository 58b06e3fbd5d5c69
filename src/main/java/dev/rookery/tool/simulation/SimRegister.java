package dev.rookery.tool.simulation;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A row that changes by compare-and-set. Changes are linearizable: each takes effect at one moment. A plain quorum read
 * sees a change for sure only after it reached a quorum of replicas, that is once its answer was given, or once another
 * quorum read saw it.
 */
final class SimRegister<T> {
    private final SimTransport transport;
    private final Tally tally;
    private final Copy<T>[] copies;
    private @Nullable T value;
    private long version;

    private static final class Copy<T> {
        private @Nullable T value;
        private long version;

        void take(@Nullable T news, long newVersion) {
            if (newVersion > version) {
                value = news;
                version = newVersion;
            }
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    SimRegister(SimTransport transport, Tally tally) {
        this.transport = transport;
        this.tally = tally;
        this.copies = new Copy[SimStore.REPLICAS];
        for (int replica = 0; replica < SimStore.REPLICAS; replica++) {
            copies[replica] = new Copy<>();
        }
    }

    /** Whether every quorum read from now on finds this, which must be a value that nothing replaces. */
    boolean isSettled(T last) {
        int holders = 0;
        for (Copy<T> copy : copies) {
            holders += last.equals(copy.value) ? 1 : 0;
        }
        return holders >= SimStore.QUORUM;
    }

    /**
     * @param change makes the next value, or gives the same object back to refuse; runs at the moment of the change
     * @param done gets the value afterwards, or is told with false that nobody knows
     */
    void change(SimInbox inbox, UnaryOperator<@Nullable T> change, Outcome<T> done) {
        SimTransport.Reply reply = transport.reply(inbox, () -> done.answer(false, null));
        SimTransport.Fate fate = transport.fateOfChange();
        if (fate == SimTransport.Fate.NEVER) {
            return;
        }
        transport.later(transport.delay(fate), () -> {
            if (!transport.hasQuorum()) {
                return;
            }
            T next = change.apply(value);
            boolean made = next != value;
            if (made && fate == SimTransport.Fate.LATE) {
                tally.add(Tally.Count.UNKNOWN_CAS_MADE_LATER);
            }
            value = next;
            version += made ? 1 : 0;
            spread(next, version, () -> transport.answer(reply, () -> done.answer(true, next)));
        });
    }

    /** A serial read: the newest value, which may not have reached the replicas yet. */
    void readSerially(SimInbox inbox, Outcome<T> done) {
        SimTransport.Reply reply = transport.reply(inbox, () -> done.answer(false, null));
        transport.later(transport.delay(SimTransport.Fate.PROMPT), () -> {
            if (transport.hasQuorum()) {
                T seen = value;
                transport.answer(reply, () -> done.answer(true, seen));
            }
        });
    }

    /** A plain read of two replicas, the older of which is repaired before the answer. */
    void read(SimInbox inbox, Outcome<T> done) {
        SimTransport.Reply reply = transport.reply(inbox, () -> done.answer(false, null));
        int spared = transport.sparedReplica();
        transport.later(transport.delay(SimTransport.Fate.PROMPT), () -> {
            if (!transport.quorumWithout(spared)) {
                return;
            }
            Copy<T> newest = null;
            for (int replica = 0; replica < SimStore.REPLICAS; replica++) {
                if (replica != spared && (newest == null || copies[replica].version > newest.version)) {
                    newest = copies[replica];
                }
            }
            T seen = newest == null ? null : newest.value;
            long seenVersion = newest == null ? 0 : newest.version;
            transport.later(transport.delay(SimTransport.Fate.PROMPT), () -> {
                if (transport.quorumWithout(spared)) {
                    for (int replica = 0; replica < SimStore.REPLICAS; replica++) {
                        if (replica != spared) {
                            copies[replica].take(seen, seenVersion);
                        }
                    }
                    transport.answer(reply, () -> done.answer(true, seen));
                }
            });
        });
    }

    private void spread(@Nullable T news, long newVersion, Runnable stored) {
        Acknowledged acknowledged = new Acknowledged();
        for (int replica = 0; replica < SimStore.REPLICAS; replica++) {
            int target = replica;
            transport.toReplica(target, 0, () -> {
                copies[target].take(news, newVersion);
                if (acknowledged.by(target)) {
                    stored.run();
                }
            });
        }
    }

    /** The answer of the store. */
    @FunctionalInterface
    interface Outcome<T> {
        /** @param known false if the answer was lost or the store did not give one */
        void answer(boolean known, @Nullable T value);

        static <T> Outcome<T> orNull(Consumer<@Nullable T> then) {
            return (known, value) -> then.accept(known ? value : null);
        }
    }
}
