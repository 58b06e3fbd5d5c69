package dev.rookery.feature.presence.machine;

import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import dev.rookery.feature.presence.machine.Sight.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** Nodes with gateways and keepers, a network that loses and delays, a store that fails, people who come and go; all from one seed. */
final class SimCluster {
    static final long LINGER_MS = 30_000;
    private static final long STEP_MS = 50;
    private static final long TIMEOUT_MS = 2_000;

    final Random random;
    long now = 1_000_000;
    /** How likely a message is lost, and how likely it is late. */
    double loss;

    double late;
    /** How likely the store refuses. */
    double storeTrouble;

    final Map<NodeId, SimNode> nodes = new LinkedHashMap<>();
    final Map<UserId, Long> store = new HashMap<>();
    final Set<String> seenLeaving = new HashSet<>();
    long messages;
    private final PriorityQueue<Later> agenda = new PriorityQueue<>();
    private long order;
    private long ids;

    private record Later(long at, long order, Runnable action) implements Comparable<Later> {
        @Override
        public int compareTo(Later other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    SimCluster(long seed) {
        random = new Random(seed);
    }

    final class SimNode {
        final NodeId id = new NodeId(uuid());
        final Keeper keeper;
        final Herald herald;
        final Map<UserId, Boolean> here = new HashMap<>();
        final Set<UserId> watched = new HashSet<>();
        final Map<UserId, Sight> seen = new HashMap<>();
        boolean dead;

        SimNode(int mostUsers) {
            PresenceTimes times = new PresenceTimes(LINGER_MS, 3_600_000, mostUsers);
            keeper = new Keeper(id, times, now);
            herald = new Herald(id, times, bound -> (long) (random.nextDouble() * bound));
        }

        void come(UserId user, boolean away) {
            here.put(user, away);
            herald.present(user, away);
        }

        void leave(UserId user) {
            here.remove(user);
            herald.left(user, now, now);
        }

        void watch(UserId user) {
            watched.add(user);
            herald.watch(user);
        }

        void unwatch(UserId user) {
            watched.remove(user);
            seen.remove(user);
            herald.unwatch(user);
        }

        void learn() {
            Set<NodeId> alive = new HashSet<>(nodes.keySet());
            herald.roster(alive, now);
            keeper.roster(alive, new Keepers(alive).view(), now);
        }

        void step() {
            keeper.tick(now);
            note(herald.tick(now));
            for (Parcel<Tell> parcel : herald.due(now)) {
                Tell told = parcel.content();
                request(
                        parcel.to(),
                        to -> to.keeper.tell(told, now),
                        answer -> herald.told(parcel.to(), told.number(), answer, now),
                        () -> herald.notTold(parcel.to(), told.number(), now));
            }
            for (Parcel<Show> parcel : keeper.due(now)) {
                Show word = parcel.content();
                request(
                        parcel.to(),
                        to -> to.show(word),
                        answer -> keeper.shown(parcel.to(), word.number(), now),
                        () -> keeper.notShown(parcel.to(), word.number(), now));
            }
            for (UserId user : keeper.takeUnread(100)) {
                boolean fails = random.nextDouble() < storeTrouble;
                after(5, () -> {
                    if (fails) {
                        keeper.notFound(user, now);
                    } else {
                        keeper.found(user, store.get(user), now);
                    }
                });
            }
            keeper.takeUnsaved(100).forEach((user, at) -> {
                boolean fails = random.nextDouble() < storeTrouble;
                after(5, () -> {
                    if (fails) {
                        keeper.notSaved(user, at);
                    } else {
                        store.merge(user, at, Math::max);
                        keeper.saved(user, at, now);
                    }
                });
            });
        }

        private boolean show(Show word) {
            note(herald.show(word));
            return true;
        }

        private void note(List<UserId> changed) {
            for (UserId user : changed) {
                Sight sight = herald.sight(user);
                Sight before = seen.put(user, sight);
                if (before != null && before.isPresent() && sight != null && !sight.isPresent()) {
                    seenLeaving.add(user.toString());
                }
            }
        }

        private <A> void request(
                NodeId to,
                java.util.function.Function<SimNode, A> work,
                java.util.function.Consumer<A> answered,
                Runnable failed) {
            messages++;
            boolean[] over = new boolean[1];
            after(TIMEOUT_MS, () -> {
                if (!over[0]) {
                    over[0] = true;
                    failed.run();
                }
            });
            boolean there = random.nextDouble() >= loss;
            boolean back = random.nextDouble() >= loss;
            long way = delay();
            if (there) {
                after(way, () -> {
                    SimNode target = nodes.get(to);
                    if (target != null) {
                        A answer = work.apply(target);
                        long wayBack = delay();
                        if (back) {
                            after(wayBack, () -> {
                                if (!over[0] && !dead) {
                                    over[0] = true;
                                    answered.accept(answer);
                                }
                            });
                        }
                    }
                });
            }
        }
    }

    SimNode start(int mostUsers) {
        SimNode node = new SimNode(mostUsers);
        nodes.put(node.id, node);
        rosterChanged();
        return node;
    }

    void kill(SimNode node) {
        node.dead = true;
        nodes.remove(node.id);
        rosterChanged();
    }

    /** Every node learns of it at a time of its own. */
    void rosterChanged() {
        for (SimNode node : nodes.values()) {
            after(random.nextInt(1_500), () -> {
                if (!node.dead) {
                    node.learn();
                }
            });
        }
    }

    void run(long ms) {
        for (long until = now + ms; now < until; now += STEP_MS) {
            while (!agenda.isEmpty() && agenda.peek().at <= now) {
                agenda.remove().action.run();
            }
            List.copyOf(nodes.values()).forEach(SimNode::step);
        }
    }

    UserId user() {
        return new UserId(uuid());
    }

    List<UserId> users(int count) {
        List<UserId> users = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            users.add(user());
        }
        return users;
    }

    /** How somebody stands in truth. */
    State truth(UserId user) {
        boolean present = false;
        for (SimNode node : nodes.values()) {
            Boolean away = node.here.get(user);
            if (away != null && !away) {
                return State.ONLINE;
            }
            present |= away != null;
        }
        return present ? State.AWAY : State.OFFLINE;
    }

    void after(long ms, Runnable action) {
        agenda.add(new Later(now + ms, order++, action));
    }

    private long delay() {
        return random.nextDouble() < late ? random.nextInt(8_000) : 1 + random.nextInt(10);
    }

    private UUID uuid() {
        ids++;
        return new UUID(random.nextLong(), ids);
    }
}
