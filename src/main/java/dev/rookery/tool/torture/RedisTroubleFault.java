package dev.rookery.tool.torture;

import dev.rookery.tool.engine.EmbeddedRedis;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Redis answers and is wrong: takes no writes, answers with errors, has lost keys or is back in an older state. Whoever was
 * there before and whoever comes meanwhile gets what others send in quiet chats, and the figure of the report says when.
 */
final class RedisTroubleFault {
    /** Decides. The promise is 3 s, and 30 s for what was silently lost; a busy machine takes longer. */
    private static final long BOUND_MS = 90_000;

    private static final int ERRORS = 3;
    /** For nodes to find out that Redis is well. */
    private static final int HEALED_MS = 2_000;

    private final Scene scene;
    private final QuietChats chats;
    private final Findings findings;
    private final Consumer<String> telling;

    RedisTroubleFault(Scene scene, QuietChats chats, Findings findings, Consumer<String> telling) {
        this.scene = scene;
        this.chats = chats;
        this.findings = findings;
        this.telling = telling;
    }

    String strike(FaultKind kind, Random random) throws InterruptedException, ExecutionException {
        chats.prepare();
        chats.connect(0);
        scene.linger(HEALED_MS);
        switch (kind) {
            case REDIS_READONLY -> readonly(kind);
            case REDIS_ERRORS -> errors(kind, random);
            default -> forget(kind, random);
        }
        scene.linger(HEALED_MS);
        chats.move();
        check(kind, "healed");
        chats.disconnect();
        return "Redis";
    }

    private void readonly(FaultKind kind) throws InterruptedException, ExecutionException {
        telling.accept("Redis takes no writes");
        redis().command("REPLICAOF 127.0.0.1 1");
        chats.connect(1);
        check(kind, "read-only");
        redis().command("REPLICAOF NO ONE");
    }

    private void errors(FaultKind kind, Random random) throws InterruptedException, ExecutionException {
        for (int i = 0; i < ERRORS; i++) {
            RedisErrors errors = RedisErrors.any(random);
            telling.accept("Redis answers " + errors);
            scene.redis().answer(errors);
            if (i == 0) {
                chats.connect(1);
            } else {
                chats.move();
            }
            check(kind, "with " + errors);
        }
        scene.redis().heal();
    }

    private void forget(FaultKind kind, Random random) throws InterruptedException, ExecutionException {
        boolean back = random.nextBoolean();
        if (back) {
            redis().remember();
        }
        chats.connect(1);
        int every = 1 + random.nextInt(2);
        telling.accept(
                back ? "Redis is back in an older state" : "Redis drops a key of " + every + " that name sessions");
        if (back) {
            redis().goBack();
        } else {
            redis().forget(every);
        }
        check(kind, back ? "back in an older state" : "without keys");
    }

    private EmbeddedRedis redis() {
        return scene.cluster().ownRedis().orElseThrow();
    }

    private void check(FaultKind kind, String how) throws InterruptedException, ExecutionException {
        QuietChats.Outcome outcome = chats.send(BOUND_MS);
        String words = String.format(
                Locale.ROOT,
                "%s, Redis %s: %d messages in quiet chats, the slowest came live after %.1f s",
                kind.word(),
                how,
                outcome.messages(),
                outcome.slowest());
        telling.accept(words);
        findings.note(words);
        for (String chat : outcome.missing()) {
            findings.violation(kind.word() + ", Redis " + how + ": a message from " + chat
                    + " did not come live within " + BOUND_MS / 1000 + " s");
        }
    }
}
