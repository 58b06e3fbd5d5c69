package dev.rookery.gateway.transport;

import dev.rookery.domain.ChatId;
import io.vertx.core.Future;
import java.util.Map;

/**
 * The transport of a session, as little of it as a session needs, so that what carries the bytes can be exchanged. Used
 * on the event loop of the connection only.
 */
public interface Connection {

    /**
     * Queues a frame; frames written in the same turn of the event loop leave in one go. False if the client reads too
     * slowly: more than the allowed bytes were waiting already, and this frame was not queued.
     */
    boolean write(EncodedFrame frame);

    /** Completes when everything that was written so far left for the network; fails when the connection is closed. */
    Future<Void> flushed();

    /** How many bytes wait for the client to read them. */
    long unread();

    /** Asks for a sign of life. */
    void ping();

    /** Until {@link #resumeReading} nothing is received; the sender is slowed down by TCP. */
    void pauseReading();

    void resumeReading();

    /** Whether frames that may be lost are worth sending: not to a client that comes for them now and then. */
    default boolean takesOffers() {
        return true;
    }

    /**
     * Sends what is queued and a close frame, and ends the connection when the client agrees, or soon after. Nothing is
     * received any more; later writes are dropped.
     */
    void close(int code, String reason);

    /** What a connection tells its session. */
    interface Listener {

        /** Any frame at all. */
        void heard();

        /** A whole text message, however many fragments it came in. */
        void received(String text, int bytes);

        /** So many bytes of a message that is not complete are held now; false if the connection has to end. */
        boolean unfinished(long bytes);

        /** Of a client that can't ask itself: it misses messages of these chats above its cursors. */
        void missed(Map<ChatId, Long> cursors);

        /** The client broke the rules of the transport; the connection is still open for a close frame. */
        void violated(int closeCode, String reason);

        /**
         * Gone; the last call.
         *
         * @param closeCode what the client said, 1006 if nothing
         */
        void closed(int closeCode);
    }
}
