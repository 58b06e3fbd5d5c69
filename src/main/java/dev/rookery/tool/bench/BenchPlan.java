package dev.rookery.tool.bench;

import java.time.Duration;
import java.util.List;

/**
 * What is measured, and how.
 *
 * @param shapes names, see {@link Bench#SHAPES}
 * @param pairs of the shapes pairs, ack and bus
 * @param rate messages a second; 0: search for the highest that is sustained, unless {@code inFlight} is set
 * @param inFlight closed loop: messages of each sender that wait for their ack; 0: none
 * @param startRate where the search begins
 * @param p99Millis what the search allows for the 99th percentile of delivery and ack
 * @param warm before each measured window
 * @param textBytes of each message
 * @param messages in the history that is paged through
 * @param page messages of a page
 * @param sessions of the shapes idle and reconnect
 */
public record BenchPlan(
        List<String> shapes,
        int pairs,
        double rate,
        int inFlight,
        double startRate,
        double p99Millis,
        Duration warm,
        Duration window,
        int textBytes,
        int messages,
        int page,
        int sessions,
        Duration hold) {}
