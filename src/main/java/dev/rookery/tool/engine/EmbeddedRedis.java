package dev.rookery.tool.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis as a child process, its binary taken from the embedded-redis artifact. It keeps nothing over a restart:
 * Redis holds only what Rookery can rebuild.
 */
public final class EmbeddedRedis {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OK = "+OK\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PONG = "+PONG\r\n".getBytes(StandardCharsets.US_ASCII);
    /** Some keys of those that say where somebody's sessions are; the rest stays. */
    private static final String FORGET = "for n, key in ipairs(redis.call('KEYS', '*sessions:*')) do"
            + " if n % tonumber(ARGV[1]) == 0 then redis.call('DEL', key) end end return redis.status_reply('OK')";

    private static final String REMEMBER = "for _, key in ipairs(redis.call('KEYS', '*')) do"
            + " redis.call('RESTORE', 'old/' .. key, 0, redis.call('DUMP', key), 'REPLACE') end"
            + " return redis.status_reply('OK')";
    private static final String GO_BACK = "for _, key in ipairs(redis.call('KEYS', '*')) do"
            + " if string.sub(key, 1, 4) ~= 'old/' then redis.call('DEL', key) end end"
            + " for _, key in ipairs(redis.call('KEYS', 'old/*')) do redis.call('RENAME', key, string.sub(key, 5)) end"
            + " return redis.status_reply('OK')";

    private final ChildProcess process;
    private final int port;

    private EmbeddedRedis(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it and returns when it answers a PING. */
    public static EmbeddedRedis start(DataDirectory data) {
        Path home = data.root().resolve("redis");
        int port = data.ports().port("redis");
        ChildProcess process = ChildProcess.start(
                new ChildProcess.Command(
                        "redis", command(executable(home), port), Map.of(), home, data.log("redis"), GRACE),
                data.children());
        return ready(process, port);
    }

    private static EmbeddedRedis ready(ChildProcess process, int port) {
        Readiness.await(process, PATIENCE, () -> Readiness.answers("127.0.0.1", port, PING, PONG));
        return new EmbeddedRedis(process, port);
    }

    /** After its process has ended: starts it again, empty, on the same port. */
    public EmbeddedRedis again() {
        return ready(process.again(), port);
    }

    /** Throws away everything it holds, as FLUSHALL does; connections stay. Returns when that is done. */
    public void flush() {
        command("FLUSHALL");
    }

    /**
     * Silently drops a part of what it knows about sessions.
     *
     * @param every 1 for all of it, 2 for half
     */
    public void forget(int every) {
        command("EVAL \"" + FORGET + "\" 0 " + every);
    }

    /** Takes a copy of all it holds, for {@link #goBack}. */
    public void remember() {
        command("EVAL \"" + REMEMBER + "\" 0");
    }

    /** Is as it was when it remembered, as if it had been restored from a copy. */
    public void goBack() {
        command("EVAL \"" + GO_BACK + "\" 0");
    }

    /** Anything that is answered with OK, as one writes it in a terminal. Returns when that is done. */
    public void command(String line) {
        if (!Readiness.answers("127.0.0.1", port, (line + "\r\n").getBytes(StandardCharsets.US_ASCII), OK)) {
            throw new EngineException("Redis on port " + port + " did not do " + line + ".");
        }
    }

    private static Path executable(Path home) {
        try {
            Files.createDirectories(home);
            return ExecutableProvider.newJarResourceProvider(home.toFile())
                    .get()
                    .toPath();
        } catch (IOException e) {
            throw new EngineException("Cannot unpack Redis into " + home + ": " + e + ".", e);
        }
    }

    private static List<String> command(Path executable, int port) {
        return List.of(
                executable.toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--daemonize",
                "no",
                "--save",
                "",
                "--appendonly",
                "no",
                "--maxmemory",
                "256mb",
                "--maxmemory-policy",
                "noeviction");
    }

    public ChildProcess process() {
        return process;
    }

    /** Where it listens on 127.0.0.1. */
    public int port() {
        return port;
    }

    public void stop() {
        process.stop();
    }
}
