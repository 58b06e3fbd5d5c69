package dev.rookery.tool.torture;

import dev.rookery.tool.swarm.Abreast;
import dev.rookery.tool.swarm.Account;
import dev.rookery.tool.swarm.Swarm;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** All guests and their chats: 1:1 between neighbours, and groups of six. On the loop of the swarm. */
final class Party {
    private static final int AT_ONCE = 4;
    private static final int GROUP = 6;
    private static final int PAGE = 200;
    private static final int MOST_ATTEMPTS = 60;
    private static final long RETRY_MS = 500;
    private static final long TICK_MS = 20;
    private static final long POLL_MS = 50;

    final Counts counts = new Counts();
    final Balancer balancer;
    private final Swarm swarm;
    private final List<URI> nodes;
    private final List<Guest> guests = new ArrayList<>();
    private final Map<String, Guest> chats = new TreeMap<>();

    private long ticking;
    private int asked;
    private boolean away;

    private Party(Swarm swarm, List<URI> nodes) {
        this.swarm = swarm;
        this.nodes = nodes;
        this.balancer = new Balancer(nodes);
    }

    /** Makes accounts and chats, and lets everybody begin. */
    static Future<Party> begin(Swarm swarm, List<URI> nodes, TorturePlan plan) {
        Party party = new Party(swarm, nodes);
        int clients = plan.clients();
        String prefix = "t-" + UUID.randomUUID().toString().substring(0, 8) + "-";
        return Abreast.run(
                        clients,
                        AT_ONCE,
                        // A name of its own each time: an attempt that seems to have failed may have taken the name.
                        i -> party.insist(
                                (node, attempt) -> Account.create(swarm.rest(), node, prefix + i + "-" + attempt)))
                .compose(accounts -> {
                    // Seeds that are neighbours begin with the same choices.
                    Random seeds = new Random(plan.seed());
                    for (int i = 0; i < clients; i++) {
                        party.guests.add(new Guest(
                                swarm,
                                accounts.get(i),
                                party.balancer,
                                party.counts,
                                plan.longestRestMs(),
                                seeds.nextLong()));
                    }
                    return party.openChats();
                })
                .map(opened -> {
                    party.ticking = swarm.vertx().setPeriodic(TICK_MS, tick -> {
                        long now = System.nanoTime();
                        if (!party.away) {
                            party.guests.forEach(guest -> guest.tick(now));
                        }
                    });
                    return party;
                });
    }

    /** Something that is asked of a node. */
    private interface Request<T> {
        Future<T> ask(URI node, int attempt);
    }

    /** Asks another node, a moment later, as long as one fails: on a busy machine one may be restarting. */
    private <T> Future<T> insist(Request<T> request) {
        return insist(request, 0);
    }

    private <T> Future<T> insist(Request<T> request, int attempt) {
        URI node = nodes.get(asked++ % nodes.size());
        return request.ask(node, attempt)
                .recover(failure -> attempt == MOST_ATTEMPTS
                        ? Future.failedFuture(failure)
                        : swarm.vertx()
                                .timer(RETRY_MS, TimeUnit.MILLISECONDS)
                                .compose(later -> insist(request, attempt + 1)));
    }

    private Future<Void> openChats() {
        int clients = guests.size();
        return Abreast.run(clients, AT_ONCE, i -> {
                    Guest one = guests.get(i);
                    Guest other = guests.get((i + 1) % clients);
                    return insist((node, attempt) -> one.account().openChat(swarm.rest(), node, other.account()))
                            .map(chat -> entered(chat, List.of(one, other)));
                })
                .compose(direct -> Abreast.run(clients / GROUP, AT_ONCE, i -> {
                    List<Guest> members = guests.subList(i * GROUP, (i + 1) * GROUP);
                    List<Account> others =
                            members.stream().skip(1).map(Guest::account).toList();
                    Account founder = members.get(0).account();
                    return insist((node, attempt) -> founder.createGroup(swarm.rest(), node, others))
                            .map(chat -> entered(chat, members));
                }))
                .mapEmpty();
    }

    private String entered(String chat, List<Guest> members) {
        members.forEach(member -> member.join(chat));
        chats.put(chat, members.get(0));
        return chat;
    }

    int chats() {
        return chats.size();
    }

    void hurry(boolean now) {
        guests.forEach(guest -> guest.hurry(now));
    }

    /** Whether all stay away, as if their processes had ended. */
    void away(boolean now) {
        if (now && !away) {
            guests.forEach(Guest::goAway);
        }
        away = now;
    }

    void finish() {
        guests.forEach(Guest::finish);
    }

    /** Nobody does anything any more. */
    void end() {
        swarm.vertx().cancelTimer(ticking);
    }

    void visitAgain() {
        guests.forEach(Guest::visitAgain);
    }

    /** Whether everybody has every answer and has caught up; false if that took too long. */
    Future<Boolean> settled(long patienceMillis) {
        Promise<Boolean> settled = Promise.promise();
        long deadline = System.nanoTime() + patienceMillis * 1_000_000;
        swarm.vertx().setPeriodic(POLL_MS, timer -> {
            boolean done = guests.stream().allMatch(Guest::isDone);
            if (done || System.nanoTime() - deadline > 0) {
                swarm.vertx().cancelTimer(timer);
                settled.complete(done);
            }
        });
        return settled.future();
    }

    /** Those of the messages that were acknowledged since then. */
    Set<String> acknowledged(Set<String> clientIds, long since) {
        Set<String> found = new HashSet<>();
        for (Guest guest : guests) {
            clientIds.stream()
                    .filter(clientId ->
                            guest.ackedAt(clientId).filter(at -> at > since).isPresent())
                    .forEach(found::add);
        }
        return found;
    }

    /** In how many chats something was acknowledged since then. */
    long chatsAcknowledged(long since) {
        return guests.stream()
                .flatMap(guest -> guest.ops().stream())
                .filter(op -> op.isAcked() && op.ackedAt() > since)
                .map(Op::chat)
                .distinct()
                .count();
    }

    /** Those of the messages that were not acknowledged before. */
    Set<String> wanted(Set<String> clientIds, long since) {
        Set<String> wanted = new HashSet<>(clientIds);
        for (Guest guest : guests) {
            wanted.removeIf(clientId ->
                    guest.ackedAt(clientId).filter(at -> at <= since).isPresent());
        }
        return wanted;
    }

    /** How often the client that had to most often found itself another node within that time. */
    int mostReconnects(long from, long to) {
        return guests.stream()
                .mapToInt(guest -> guest.reconnects(from, to))
                .max()
                .orElse(0);
    }

    List<Op> ops() {
        return guests.stream().flatMap(guest -> guest.ops().stream()).toList();
    }

    Map<String, Map<String, List<Row>>> views() {
        Map<String, Map<String, List<Row>>> views = new TreeMap<>();
        guests.forEach(guest -> views.put(guest.account().username(), guest.settled()));
        return views;
    }

    Map<String, Map<String, Unread>> unread() {
        Map<String, Map<String, Unread>> unread = new TreeMap<>();
        guests.forEach(guest -> unread.put(guest.account().username(), guest.unread()));
        return unread;
    }

    /** What that node says is unread for each in all of their chats. */
    Future<Map<String, Long>> sums(URI node) {
        return Abreast.run(guests.size(), AT_ONCE, i -> swarm.rest()
                        .get(node, "/v1/unread", guests.get(i).account().token()))
                .map(answers -> {
                    Map<String, Long> sums = new TreeMap<>();
                    for (int i = 0; i < guests.size(); i++) {
                        sums.put(
                                guests.get(i).account().username(),
                                answers.get(i).getLong("messages"));
                    }
                    return sums;
                });
    }

    List<String> refusals() {
        return guests.stream().flatMap(guest -> guest.refusals().stream()).toList();
    }

    /** Every chat as that node tells it. */
    Future<Map<String, List<Row>>> logs(URI node) {
        List<String> names = new ArrayList<>(chats.keySet());
        return Abreast.run(names.size(), AT_ONCE, i -> log(node, names.get(i), 0, new ArrayList<>()))
                .map(rows -> {
                    Map<String, List<Row>> logs = new TreeMap<>();
                    for (int i = 0; i < names.size(); i++) {
                        logs.put(names.get(i), rows.get(i));
                    }
                    return logs;
                });
    }

    private Future<List<Row>> log(URI node, String chat, long after, List<Row> rows) {
        Account reader = java.util.Objects.requireNonNull(chats.get(chat)).account();
        String path = "/v1/chats/" + chat + "/messages?limit=" + PAGE + "&after=" + after;
        return swarm.rest().get(node, path, reader.token()).compose(page -> {
            JsonArray messages = page.getJsonArray("entries");
            rows.addAll(Row.all(messages));
            // A page of changes alone has no messages, and the next one may have some.
            return page.getBoolean("more", false) && page.getLong("through") > after
                    ? log(node, chat, page.getLong("through"), rows)
                    : Future.succeededFuture(rows);
        });
    }
}
