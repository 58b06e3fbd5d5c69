package dev.rookery.store.redis;

import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import dev.rookery.store.SessionDirectory;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Keys, each with the prefix: {@code sessions:<user>} is the set of gateways where the user has sessions, expiring a day
 * after it was last added to, and {@code gateway:<node>} is the mark of a gateway, expiring an hour after its last write. Ids
 * are 16 bytes, in keys and in sets. So what nobody cares for goes away. Redis should not evict keys by itself (maxmemory-policy noeviction): until the gateway
 * of a user notices, the user gets nothing from other nodes.
 */
final class RedisSessionDirectory implements SessionDirectory {
    static final Duration LIFETIME = Duration.ofDays(1);
    static final Duration LIFETIME_OF_MARK = Duration.ofHours(1);

    /** Keys of one command, users of one round trip: Redis does nothing else meanwhile. */
    private static final int PORTION = 500;

    private static final int ID_BYTES = 16;

    private final RedisLink link;
    private final byte[] sessions;
    private final byte[] gateways;

    RedisSessionDirectory(RedisLink link, String prefix) {
        this.link = link;
        this.sessions = (prefix + "sessions:").getBytes(StandardCharsets.UTF_8);
        this.gateways = (prefix + "gateway:").getBytes(StandardCharsets.UTF_8);
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
                commands.add(Request.cmd(Command.SREM).arg(sessions(user)).arg(bytes(gateway.value()))));
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
        List<UserId> users = new ArrayList<>();
        groups.forEach(users::addAll);
        return ask(users, commands).map(answers -> lookups(gateways, answers, portions));
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
            answers.subList(next, next + count).forEach(answer -> gateways.addAll(gateways(answer)));
            next += count;
            lookups.add(new Lookup(gateways, marks));
        }
        return lookups;
    }

    @Override
    public Future<Map<UserId, Set<NodeId>>> whereEach(Collection<UserId> users) {
        List<UserId> all = List.copyOf(users);
        if (all.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        List<Request> commands = all.stream()
                .map(user -> Request.cmd(Command.SMEMBERS).arg(sessions(user)))
                .toList();
        return ask(all, commands).map(answers -> {
            Map<UserId, Set<NodeId>> found = new HashMap<>();
            for (int i = 0; i < all.size(); i++) {
                Set<NodeId> gateways = gateways(answers.get(i));
                if (!gateways.isEmpty()) {
                    found.put(all.get(i), gateways);
                }
            }
            return found;
        });
    }

    /** Once: whoever asks does without an answer this time. */
    private Future<List<Response>> ask(List<UserId> users, List<Request> commands) {
        return link.batch(commands)
                .recover(failure -> (isWrongType(failure) ? clean(users) : Future.<Void>succeededFuture())
                        .transform(cleaned -> Future.failedFuture(failure)));
    }

    /** What is no id names no gateway: whoever put it there, it is nobody that could be sent anything. */
    private static Set<NodeId> gateways(Response members) {
        Set<NodeId> gateways = new HashSet<>();
        for (Response member : members) {
            byte[] bytes = member.toBytes();
            if (bytes.length == ID_BYTES) {
                ByteBuffer id = ByteBuffer.wrap(bytes);
                gateways.add(new NodeId(new UUID(id.getLong(), id.getLong())));
            }
        }
        return gateways;
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
        return Request.cmd(Command.SADD).arg(sessions(user)).arg(bytes(gateway.value()));
    }

    private Request expiry(UserId user) {
        return Request.cmd(Command.EXPIRE).arg(sessions(user)).arg(LIFETIME.toSeconds());
    }

    private Buffer sessions(UserId user) {
        return key(sessions, user.value());
    }

    private Buffer mark(NodeId gateway) {
        return key(gateways, gateway.value());
    }

    private static Buffer key(byte[] prefix, UUID id) {
        return Buffer.buffer(prefix.length + ID_BYTES)
                .appendBytes(prefix)
                .appendLong(id.getMostSignificantBits())
                .appendLong(id.getLeastSignificantBits());
    }

    private static Buffer bytes(UUID id) {
        return key(new byte[0], id);
    }
}
