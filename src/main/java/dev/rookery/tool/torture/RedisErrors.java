package dev.rookery.tool.torture;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * What Redis answers instead of doing it.
 *
 * @param text of the error
 * @param scope of the commands it is the answer to
 */
record RedisErrors(String text, Scope scope) {
    private static final List<String> TEXTS = List.of(
            "READONLY You can't write against a read only replica.",
            "OOM command not allowed when used memory > 'maxmemory'.",
            "LOADING Redis is loading the dataset in memory",
            "MISCONF Redis is configured to save RDB snapshots, but it is currently not able to persist on disk.",
            "NOAUTH Authentication required.",
            "NOPERM this user has no permissions to run this command",
            "NOREPLICAS Not enough good replicas to write.",
            "NOSCRIPT No matching script. Please use EVAL.",
            "WRONGTYPE Operation against a key holding the wrong kind of value",
            "CLUSTERDOWN The cluster is down",
            "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
            "TRYAGAIN Multiple keys request during rehashing of slot",
            "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.",
            "ERR max number of clients reached");

    private static final Set<String> WRITES =
            Set.of("SADD", "SREM", "SET", "DEL", "EXPIRE", "PEXPIRE", "EVAL", "EVALSHA");
    /** Without them there is no connection, which is another fault. */
    private static final Set<String> OPENING = Set.of("HELLO", "AUTH", "SELECT", "CLIENT");

    enum Scope {
        EVERYTHING,
        WRITES,
        READS
    }

    static RedisErrors any(Random random) {
        return new RedisErrors(
                TEXTS.get(random.nextInt(TEXTS.size())), Scope.values()[random.nextInt(Scope.values().length)]);
    }

    boolean isAnswerTo(String command) {
        String name = command.toUpperCase(Locale.ROOT);
        if (OPENING.contains(name)) {
            return false;
        }
        return switch (scope) {
            case EVERYTHING -> true;
            case WRITES -> WRITES.contains(name);
            case READS -> !WRITES.contains(name);
        };
    }

    String reply() {
        return "-" + text + "\r\n";
    }

    @Override
    public String toString() {
        return "\"" + text.substring(0, text.indexOf(' ')) + "\" to "
                + scope.name().toLowerCase(Locale.ROOT);
    }
}
