package dev.rookery.tool.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CPU time of named groups of processes, of this process and of the whole machine, from {@code /proc}. Where there is no
 * such thing everything is 0.
 */
public final class CpuMeter {
    /** What a tick of the kernel's accounts is on every Linux that matters: 10 ms. */
    private static final double SECONDS_PER_TICK = 0.01;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final int IDLE = 4;
    private static final int WAITING = 5;
    private static final int FIRST_GUEST = 9;
    private static final Path PROC = Path.of("/proc");

    private final Map<String, List<Long>> groups;

    /** @param groups process ids by the name of their group */
    public CpuMeter(Map<String, List<Long>> groups) {
        this.groups = new LinkedHashMap<>(groups);
    }

    /**
     * CPU seconds so far.
     *
     * @param driver of this process
     * @param machine of everything on this machine
     */
    public record Reading(Map<String, Double> groups, double driver, double machine) {
        /** From an earlier reading to this one. */
        public Reading since(Reading earlier) {
            Map<String, Double> used = new LinkedHashMap<>();
            groups.forEach((name, seconds) -> used.put(name, seconds - earlier.groups.getOrDefault(name, 0.0)));
            return new Reading(used, driver - earlier.driver, machine - earlier.machine);
        }

        /** Of processes that are neither the driver nor known: what disturbed the run. */
        public double others() {
            double known =
                    groups.values().stream().mapToDouble(Double::doubleValue).sum();
            return Math.max(0, machine - known - driver);
        }

        public double of(String group) {
            return groups.getOrDefault(group, 0.0);
        }
    }

    public Reading read() {
        Map<String, Double> used = new LinkedHashMap<>();
        groups.forEach((name, pids) ->
                used.put(name, pids.stream().mapToDouble(CpuMeter::secondsOf).sum()));
        return new Reading(used, secondsOf(ProcessHandle.current().pid()), machine());
    }

    /** Resident memory of a group, in KiB. */
    public long residentKib(String group) {
        return groups.getOrDefault(group, List.of()).stream()
                .mapToLong(pid -> text(PROC.resolve(pid + "/status"))
                        .flatMap(status -> status.lines()
                                .filter(line -> line.startsWith("VmRSS:"))
                                .findFirst())
                        .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .orElse(0L))
                .sum();
    }

    private static double secondsOf(long pid) {
        return text(PROC.resolve(pid + "/stat"))
                .map(stat -> {
                    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                    return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) * SECONDS_PER_TICK;
                })
                .orElse(0.0);
    }

    private static double machine() {
        return text(PROC.resolve("stat"))
                .flatMap(stat -> stat.lines().findFirst())
                .map(line -> {
                    String[] fields = line.split("\\s+", -1);
                    double ticks = 0;
                    for (int i = 1; i < Math.min(fields.length, FIRST_GUEST); i++) {
                        ticks += i == IDLE || i == WAITING ? 0 : Long.parseLong(fields[i]);
                    }
                    return ticks * SECONDS_PER_TICK;
                })
                .orElse(0.0);
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
