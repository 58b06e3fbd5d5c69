package dev.rookery.tool.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process for ever: its id together with its start, since ids are given again.
 *
 * @param start on Linux the boot and the clock ticks since then, which no change of the clock moves; elsewhere the
 *     start instant
 */
record ProcessIdentity(long pid, String start) {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    /** Fields of /proc/PID/stat after the command's closing parenthesis, which may hold blanks itself. */
    private static final int START_FIELD = 19;

    private static final int STATE_FIELD = 0;
    /** Of a process that has ended and whose parent did not ask for its exit code yet, or never will. */
    private static final String ZOMBIE = "Z";

    /** Empty if there is no such process, or only what is left of one that has ended. */
    static Optional<ProcessIdentity> of(long pid) {
        return ProcessHandle.of(pid).flatMap(process -> start(process).map(start -> new ProcessIdentity(pid, start)));
    }

    /** The process, if it still is the same one. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(process -> start(process).filter(start::equals).isPresent());
    }

    private static Optional<String> start(ProcessHandle process) {
        Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
        if (Files.isReadable(BOOT_ID)) {
            try {
                String text = Files.readString(stat);
                String[] fields =
                        text.substring(text.lastIndexOf(')') + 2).strip().split(" ", -1);
                return fields[STATE_FIELD].equals(ZOMBIE)
                        ? Optional.empty()
                        : Optional.of(Files.readString(BOOT_ID).strip() + ":" + fields[START_FIELD]);
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        return process.info().startInstant().map(Object::toString);
    }
}
