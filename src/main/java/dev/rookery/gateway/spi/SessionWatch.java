package dev.rookery.gateway.spi;

/** Hears of the sessions of one gateway. Called on the event loop of the session. */
public interface SessionWatch {

    void began(ClientSession session);

    /**
     * Called about once a second for each session.
     *
     * @param silentNanos since its client was heard
     */
    void swept(ClientSession session, long silentNanos);

    /** The last call for this session. */
    void ended(ClientSession session);
}
