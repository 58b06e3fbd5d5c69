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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Keys, each with the prefix: {@code sessions:<user>} is the set of gateways where the user has sessions, and
 * {@code gateways} the set of those that are ready. All expire a day after they were last added to, so that what nobody
 * cares for goes away. Redis must not evict keys by itself (maxmemory-policy noeviction): a user that is missing while its
 * gateway is ready gets no messages.
 */
final class RedisSessionDirectory implements SessionDirectory {
    static final Duration LIFETIME = Duration.ofDays(1);

    /** Keys of one command, users of one round trip: Redis does nothing else meanwhile. */
    private static final int PORTION = 500;

    private final RedisLink link;
    private final String prefix;

    RedisSessionDirectory(RedisLink link, String prefix) {
        this.link = link;
        this.prefix = prefix;
    }

    @Override
    public Future<Void> add(NodeId gateway, Collection<UserId> users) {
        return inPortions(
                users,
                user -> Stream.of(
                        Request.cmd(Command.SADD).arg(sessions(user)).arg(gateway.toString()), expiry(sessions(user))));
    }

    @Override
    public Future<Void> remove(NodeId gateway, Collection<UserId> users) {
        return inPortions(
                users,
                user -> Stream.of(Request.cmd(Command.SREM).arg(sessions(user)).arg(gateway.toString())));
    }

    private Future<Void> inPortions(Collection<UserId> users, Function<UserId, Stream<Request>> commands) {
        Future<Void> done = Future.succeededFuture();
        for (List<UserId> portion : portions(users)) {
            done = done.compose(before ->
                    link.bulk(portion.stream().flatMap(commands).toList()).mapEmpty());
        }
        return done;
    }

    @Override
    public Future<Void> markReady(NodeId gateway) {
        return link.batch(
                        List.of(Request.cmd(Command.SADD).arg(gateways()).arg(gateway.toString()), expiry(gateways())))
                .mapEmpty();
    }

    @Override
    public Future<Boolean> isReady(NodeId gateway) {
        return link.send(Request.cmd(Command.SISMEMBER).arg(gateways()).arg(gateway.toString()))
                .map(answer -> answer != null && answer.toInteger() == 1);
    }

    @Override
    public Future<Void> forget(NodeId gateway) {
        return link.send(Request.cmd(Command.SREM).arg(gateways()).arg(gateway.toString()))
                .mapEmpty();
    }

    /** The gateways that are ready first: one that is by then has added all of its users before they are looked up. */
    @Override
    public Future<List<Lookup>> lookupEach(List<? extends Collection<UserId>> groups) {
        List<Request> commands = new ArrayList<>();
        commands.add(Request.cmd(Command.SMEMBERS).arg(gateways()));
        int[] portions = new int[groups.size()];
        for (int i = 0; i < portions.length; i++) {
            for (List<UserId> portion : portions(groups.get(i))) {
                Request union = Request.cmd(Command.SUNION);
                portion.forEach(user -> union.arg(sessions(user)));
                commands.add(union);
                portions[i]++;
            }
        }
        return link.batch(commands).map(answers -> lookups(answers, portions));
    }

    private static List<Lookup> lookups(List<Response> answers, int[] portions) {
        Set<NodeId> ready = nodes(answers.get(0));
        List<Lookup> lookups = new ArrayList<>(portions.length);
        int next = 1;
        for (int count : portions) {
            Set<NodeId> gateways = new HashSet<>();
            for (Response answer : answers.subList(next, next + count)) {
                gateways.addAll(nodes(answer));
            }
            next += count;
            lookups.add(new Lookup(gateways, ready));
        }
        return lookups;
    }

    private static Set<NodeId> nodes(Response answer) {
        Set<NodeId> nodes = new HashSet<>();
        answer.forEach(node -> nodes.add(NodeId.parse(node.toString())));
        return nodes;
    }

    private static List<List<UserId>> portions(Collection<UserId> users) {
        List<UserId> all = List.copyOf(users);
        List<List<UserId>> portions = new ArrayList<>();
        for (int from = 0; from < all.size(); from += PORTION) {
            portions.add(all.subList(from, Math.min(from + PORTION, all.size())));
        }
        return portions;
    }

    private static Request expiry(String key) {
        return Request.cmd(Command.EXPIRE).arg(key).arg(LIFETIME.toSeconds());
    }

    private String sessions(UserId user) {
        return prefix + "sessions:" + user;
    }

    private String gateways() {
        return prefix + "gateways";
    }
}
