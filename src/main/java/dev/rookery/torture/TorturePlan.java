package dev.rookery.torture;

import java.time.Duration;
import java.util.List;

/**
 * What is done.
 *
 * @param seed decides on faults, their order, targets and lengths; not on how threads and processes meet
 * @param duration of the time in which messages are sent and faults begin
 * @param clients people who send, each on a connection of its own
 */
public record TorturePlan(int nodes, long seed, Duration duration, List<FaultKind> faults, int clients) {}
