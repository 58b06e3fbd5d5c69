package dev.rookery.feature.presence.machine;

/**
 * How long things take, in ms, and how many there may be.
 *
 * @param lingerMs after the last sign of life somebody is still shown as before
 * @param saveMs in which the last sign of life of somebody who stays is stored once
 * @param mostUsers whom a node keeps, and who may have left a gateway without that being stored
 */
public record PresenceTimes(long lingerMs, long saveMs, int mostUsers) {
    /** A gateway says that it is there. */
    static final long BEAT_MS = 3_000;
    /** A gateway that said nothing for so long has lost its users. */
    static final long SILENCE_MS = 5 * BEAT_MS;
    /** A store that failed is asked again. */
    static final long REREAD_MS = 10_000;

    static final int BATCH = 500;
}
