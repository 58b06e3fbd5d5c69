package dev.rookery.tool.bench;

import dev.rookery.tool.engine.EngineException;
import dev.rookery.tool.swarm.Abreast;
import dev.rookery.tool.swarm.Account;
import dev.rookery.tool.swarm.RefusedException;
import dev.rookery.tool.swarm.Swarm;
import io.vertx.core.Future;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** People with accounts, made as they are needed and used by every shape again. On the loop of the swarm. */
final class Crowd {
    private static final int AT_ONCE = 16;
    private static final int SUFFIX = 8;

    private static final long TELL_MS = 3_000;

    private final Swarm swarm;
    private final List<URI> nodes;
    private final Telling telling;
    private final String prefix = "bench-" + UUID.randomUUID().toString().substring(0, SUFFIX) + "-";
    private final List<Account> people = new ArrayList<>();

    Crowd(Swarm swarm, List<URI> nodes, Telling telling) {
        this.swarm = swarm;
        this.nodes = nodes;
        this.telling = telling;
    }

    /** So many of them; the missing ones are signed up. */
    Future<List<Account>> atLeast(int count) {
        int before = people.size();
        if (count <= before) {
            return Future.succeededFuture(people.subList(0, count));
        }
        int[] made = new int[1];
        long told = swarm.vertx()
                .setPeriodic(TELL_MS, tick -> telling.say("%,d of %,d accounts made", before + made[0], count));
        return Abreast.run(count - before, AT_ONCE, i -> Account.create(
                                swarm.rest(), nodes.get(i % nodes.size()), prefix + (before + i))
                        .onSuccess(account -> made[0]++))
                .onComplete(ended -> swarm.vertx().cancelTimer(told))
                .map(accounts -> {
                    people.addAll(accounts);
                    return List.copyOf(people);
                })
                .recover(failure -> Future.failedFuture(explained(failure)));
    }

    private static Throwable explained(Throwable failure) {
        if (failure instanceof RefusedException refused && "rate_limited".equals(refused.code())) {
            return new EngineException(
                    "The cluster limits sign-ups (" + refused.getMessage() + "): start its nodes with"
                            + " ROOKERY_AUTH_SIGN_INS_PER_ADDRESS=1000000 ROOKERY_LIMITS_RATED=false to measure them.",
                    failure);
        }
        return failure instanceof RefusedException
                ? new EngineException("The cluster refused to make accounts: " + failure.getMessage(), failure)
                : new EngineException(
                        "The cluster cannot be reached (" + failure.getMessage() + "): check --target.", failure);
    }
}
