package dev.rookery.store.redis;

import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import dev.rookery.store.SessionDirectory;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Keys, each with the prefix: {@code sessions:<user>} is the set of gateways where the user has sessions, expiring a day
 * after it was last added to, and {@code gateway:<node>} is the mark of a gateway, expiring an hour after its last write. So
 * what nobody cares for goes away. Redis should not evict keys by itself (maxmemory-policy noeviction): until the gateway
 * of a user notices, the user gets nothing from other nodes.
 */
final class RedisSessionDirectory implements SessionDirectory {
    static final Duration LIFETIME = Duration.ofDays(1);
    static final Duration LIFETIME_OF_MARK = Duration.ofHours(1);

    /** Keys of one command, users of one round trip: Redis does nothing else meanwhile. */
    private static final int PORTION = 500;

    private final RedisLink link;
    private final String prefix;

    RedisSessionDirectory(RedisLink link, String prefix) {
        this.link = link;
        this.prefix = prefix;
    }

    @Override
    public Future<Long> write(NodeId gateway, Collection<UserId> here, Collection<UserId> gone, long mark) {
        List<Request> commands = new ArrayList<>(2 * here.size() + gone.size() + 2);
        commands.add(Request.cmd(Command.GET).arg(mark(gateway)));
        for (UserId user : here) {
            commands.add(addition(gateway, user));
            commands.add(expiry(user));
        }
        gone.forEach(user ->
                commands.add(Request.cmd(Command.SREM).arg(sessions(user)).arg(gateway.toString())));
        // Last: who finds it finds what was written before it as well.
        commands.add(
                Request.cmd(Command.SET).arg(mark(gateway)).arg(mark).arg("EX").arg(LIFETIME_OF_MARK.toSeconds()));
        List<UserId> concerned = new ArrayList<>(here);
        concerned.addAll(gone);
        return mended(concerned, () -> link.bulk(commands))
                .map(answers ->
                        answers.get(0) == null ? NO_MARK : answers.get(0).toLong());
    }

    /** SADD says whether it changed anything. */
    @Override
    public Future<List<UserId>> confirm(NodeId gateway, Collection<UserId> users) {
        List<UserId> all = List.copyOf(users);
        List<Request> additions =
                all.stream().map(user -> addition(gateway, user)).toList();
        return mended(all, () -> link.bulk(additions)).compose(answers -> {
            List<UserId> missing = IntStream.range(0, all.size())
                    .filter(i -> answers.get(i).toInteger() > 0)
                    .mapToObj(all::get)
                    .toList();
            return missing.isEmpty()
                    ? Future.succeededFuture(missing)
                    : link.bulk(missing.stream().map(this::expiry).toList()).map(missing);
        });
    }

    @Override
    public Future<Void> forget(NodeId gateway) {
        return link.send(Request.cmd(Command.DEL).arg(mark(gateway))).mapEmpty();
    }

    @Override
    public Future<List<Lookup>> lookupEach(List<? extends Collection<UserId>> groups, Collection<NodeId> marked) {
        List<NodeId> gateways = List.copyOf(marked);
        List<Request> commands = new ArrayList<>();
        if (!gateways.isEmpty()) {
            Request marks = Request.cmd(Command.MGET);
            gateways.forEach(gateway -> marks.arg(mark(gateway)));
            commands.add(marks);
        }
        int[] portions = new int[groups.size()];
        for (int i = 0; i < portions.length; i++) {
            for (List<UserId> portion : portions(groups.get(i))) {
                Request union = Request.cmd(Command.SUNION);
                portion.forEach(user -> union.arg(sessions(user)));
                commands.add(union);
                portions[i]++;
            }
        }
        if (commands.isEmpty()) {
            return Future.succeededFuture(groups.stream()
                    .map(nobody -> new Lookup(Set.of(), Map.of()))
                    .toList());
        }
        return link.batch(commands)
                .recover(failure -> {
                    // Not again: whoever asks does without an answer this time.
                    List<UserId> users = new ArrayList<>();
                    groups.forEach(users::addAll);
                    return (isWrongType(failure) ? clean(users) : Future.<Void>succeededFuture())
                            .transform(cleaned -> Future.failedFuture(failure));
                })
                .map(answers -> lookups(gateways, answers, portions));
    }

    private static List<Lookup> lookups(List<NodeId> marked, List<Response> answers, int[] portions) {
        Map<NodeId, Long> marks = new HashMap<>();
        for (int i = 0; i < marked.size(); i++) {
            Response mark = answers.get(0).get(i);
            if (mark != null) {
                marks.put(marked.get(i), mark.toLong());
            }
        }
        List<Lookup> lookups = new ArrayList<>(portions.length);
        int next = marked.isEmpty() ? 0 : 1;
        for (int count : portions) {
            Set<NodeId> gateways = new HashSet<>();
            for (Response answer : answers.subList(next, next + count)) {
                answer.forEach(node -> read(node.toString(), gateways));
            }
            next += count;
            lookups.add(new Lookup(gateways, marks));
        }
        return lookups;
    }

    /** What is no id names no gateway: whoever put it there, it is nobody that could be sent anything. */
    private static void read(String node, Set<NodeId> gateways) {
        try {
            gateways.add(NodeId.parse(node));
        } catch (IllegalArgumentException foreign) {
            return;
        }
    }

    /** Does it once more without the keys that hold something else than they should. */
    private <T> Future<T> mended(List<UserId> users, Supplier<Future<T>> action) {
        return action.get()
                .recover(failure -> isWrongType(failure)
                        ? clean(users).compose(cleaned -> action.get())
                        : Future.failedFuture(failure));
    }

    private static boolean isWrongType(Throwable failure) {
        return RedisTrouble.isAnswer(failure, "WRONGTYPE");
    }

    private Future<Void> clean(List<UserId> users) {
        Future<Void> done = Future.succeededFuture();
        for (List<UserId> portion : portions(users)) {
            done = done.compose(before -> cleanPortion(portion));
        }
        return done;
    }

    private Future<Void> cleanPortion(List<UserId> users) {
        return link.bulk(users.stream()
                        .map(user -> Request.cmd(Command.TYPE).arg(sessions(user)))
                        .toList())
                .compose(types -> {
                    List<Request> removals = IntStream.range(0, users.size())
                            .filter(i ->
                                    !Set.of("set", "none").contains(types.get(i).toString()))
                            .mapToObj(i -> Request.cmd(Command.DEL).arg(sessions(users.get(i))))
                            .toList();
                    return removals.isEmpty()
                            ? Future.succeededFuture()
                            : link.bulk(removals).mapEmpty();
                });
    }

    private static List<List<UserId>> portions(Collection<UserId> users) {
        List<UserId> all = List.copyOf(users);
        List<List<UserId>> portions = new ArrayList<>();
        for (int from = 0; from < all.size(); from += PORTION) {
            portions.add(all.subList(from, Math.min(from + PORTION, all.size())));
        }
        return portions;
    }

    private Request addition(NodeId gateway, UserId user) {
        return Request.cmd(Command.SADD).arg(sessions(user)).arg(gateway.toString());
    }

    private Request expiry(UserId user) {
        return Request.cmd(Command.EXPIRE).arg(sessions(user)).arg(LIFETIME.toSeconds());
    }

    private String sessions(UserId user) {
        return prefix + "sessions:" + user;
    }

    private String mark(NodeId gateway) {
        return prefix + "gateway:" + gateway;
    }
}
