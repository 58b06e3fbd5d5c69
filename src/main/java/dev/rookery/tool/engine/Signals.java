package dev.rookery.tool.engine;

import java.util.Optional;

/** The signals that end processes from outside, and who usually sends them. The JDK reports them as exit codes above 128. */
enum Signals {
    HUP(1, "its terminal was closed"),
    INT(2, "Ctrl-C or `kill -INT`"),
    ABRT(6, "it crashed: the end of its log tells where"),
    KILL(9, "by somebody's `kill -9`, or by the kernel because the machine was out of memory (`dmesg` tells)"),
    SEGV(11, "it crashed: the end of its log tells where"),
    TERM(15, "by somebody's `kill`, or by the system that shut down");

    private static final int FIRST_CODE = 128;

    private final int number;
    private final String cause;

    Signals(int number, String cause) {
        this.number = number;
        this.cause = cause;
    }

    static Optional<Signals> byCode(int exitCode) {
        for (Signals signal : values()) {
            if (exitCode == FIRST_CODE + signal.number) {
                return Optional.of(signal);
            }
        }
        return Optional.empty();
    }

    String sentence() {
        return "was ended by signal " + number + " (SIG" + name() + "): " + cause;
    }
}
