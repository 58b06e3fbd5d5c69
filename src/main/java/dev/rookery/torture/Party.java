package dev.rookery.torture;

import dev.rookery.swarm.Abreast;
import dev.rookery.swarm.Account;
import dev.rookery.swarm.Swarm;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** All guests and their chats: 1:1 between neighbours, and groups of six. On the loop of the swarm. */
final class Party {
    private static final int AT_ONCE = 4;
    private static final int GROUP = 6;
    private static final int PAGE = 200;
    private static final long TICK_MS = 20;
    private static final long POLL_MS = 50;

    final Guest.Counts counts = new Guest.Counts();
    private final Swarm swarm;
    private final List<URI> nodes;
    private final List<Guest> guests = new ArrayList<>();
    private final Map<String, Guest> chats = new TreeMap<>();

    private long ticking;

    private Party(Swarm swarm, List<URI> nodes) {
        this.swarm = swarm;
        this.nodes = nodes;
    }

    /** Makes accounts and chats, and lets everybody begin. */
    static Future<Party> begin(Swarm swarm, List<URI> nodes, int clients, long seed) {
        Party party = new Party(swarm, nodes);
        String prefix = "t-" + UUID.randomUUID().toString().substring(0, 8) + "-";
        return Abreast.run(clients, AT_ONCE, i -> Account.create(swarm.rest(), nodes.get(i % nodes.size()), prefix + i))
                .compose(accounts -> {
                    for (int i = 0; i < clients; i++) {
                        party.guests.add(new Guest(swarm, accounts.get(i), nodes, party.counts, seed * 31 + i));
                    }
                    return party.openChats();
                })
                .map(opened -> {
                    party.ticking = swarm.vertx().setPeriodic(TICK_MS, tick -> {
                        long now = System.nanoTime();
                        party.guests.forEach(guest -> guest.tick(now));
                    });
                    return party;
                });
    }

    private Future<Void> openChats() {
        int clients = guests.size();
        return Abreast.run(clients, AT_ONCE, i -> {
                    Guest one = guests.get(i);
                    Guest other = guests.get((i + 1) % clients);
                    return one.account()
                            .openChat(swarm.rest(), nodes.get(0), other.account())
                            .map(chat -> entered(chat, List.of(one, other)));
                })
                .compose(direct -> Abreast.run(clients / GROUP, AT_ONCE, i -> {
                    List<Guest> members = guests.subList(i * GROUP, (i + 1) * GROUP);
                    List<Account> others =
                            members.stream().skip(1).map(Guest::account).toList();
                    return members.get(0)
                            .account()
                            .createGroup(swarm.rest(), nodes.get(0), others)
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

    List<Op> ops() {
        return guests.stream().flatMap(guest -> guest.ops().stream()).toList();
    }

    Map<String, Map<String, List<Row>>> views() {
        Map<String, Map<String, List<Row>>> views = new TreeMap<>();
        guests.forEach(guest -> views.put(guest.account().username(), guest.settled()));
        return views;
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
            JsonArray messages = page.getJsonArray("messages");
            rows.addAll(Guest.rows(messages));
            return page.getBoolean("more", false) && !messages.isEmpty()
                    ? log(node, chat, rows.get(rows.size() - 1).seq(), rows)
                    : Future.succeededFuture(rows);
        });
    }
}
