package dev.rookery.gateway.transport;

import dev.rookery.gateway.transport.MessageAssembler.TooLargeException;
import dev.rookery.wire.CloseCode;
import dev.rookery.wire.FrameCodec;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.VoidChannelPromise;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.nio.charset.CharacterCodingException;

/**
 * A connection over a WebSocket of Vert.x. Reading and the closing handshake are left to Vert.x. Writing goes past it to
 * the Netty channel, because Vert.x flushes every frame by itself, encodes a text anew for every socket, and keeps what a
 * slow client does not take in a queue without a limit.
 */
public final class VertxConnection implements Connection {
    private static final int TOO_LARGE = 1009;
    private static final int INVALID_UTF8 = 1007;
    private static final int ABNORMAL = 1006;
    private static final String LIMIT = "a message may have at most " + FrameCodec.MAX_MESSAGE_BYTES + " bytes";
    /** Time for the client to read what is queued and to answer the close frame. */
    private static final long CLOSING_MS = 3_000;
    /** Time for a client whose answer would not be understood to read the close frame. */
    private static final long DISCARDING_MS = 1_000;

    /** Of an unfinished message, every session may have so much. */
    private static final int SMALL = 4_096;

    private final Vertx vertx;
    private final ServerWebSocket socket;
    private final ChannelHandlerContext channel;
    private final ChannelPromise untracked;
    private final InboundBytes bytes = new InboundBytes(this::readSoFar);
    private final InboundGuard guard;
    private final FlushQueue flushes;
    private final Listener listener;
    private final MessageAssembler assembler = new MessageAssembler(FrameCodec.MAX_MESSAGE_BYTES);
    /** Bytes of an unfinished message that the listener knows of. */
    private long told;

    private boolean flushWaits;
    private boolean closing;
    private boolean undecodable;
    private long closeTimer = -1;

    private VertxConnection(Vertx vertx, UpgradedSocket upgraded, FlushQueue flushes, Listener listener) {
        this.vertx = vertx;
        this.socket = upgraded.socket();
        this.channel = upgraded.channel();
        this.untracked = new VoidChannelPromise(channel.channel(), false);
        this.guard = new InboundGuard(this::broken, bytes);
        this.flushes = flushes;
        this.listener = listener;
    }

    /**
     * Takes a socket over; it stays paused.
     *
     * @param maxQueuedBytes unsent bytes from which on the client is too slow
     * @throws IllegalStateException if the socket is closed already
     */
    public static VertxConnection of(
            Vertx vertx, UpgradedSocket upgraded, int maxQueuedBytes, FlushQueue flushes, Listener listener) {
        VertxConnection connection = new VertxConnection(vertx, upgraded, flushes, listener);
        connection.socket.setWriteQueueMaxSize(maxQueuedBytes);
        connection.socket.frameHandler(connection::receive);
        connection.socket.closeHandler(gone -> connection.handleClosed());
        connection.adaptPipeline();
        return connection;
    }

    private void adaptPipeline() {
        // The sweep watches over silence; a second, coarser watch would only cost memory.
        if (channel.pipeline().get(IdleStateHandler.class) != null) {
            channel.pipeline().remove(IdleStateHandler.class);
        }
        channel.pipeline().addBefore(channel.name(), "inboundGuard", guard);
        channel.pipeline().addBefore("wsdecoder", "inboundBytes", bytes);
    }

    @Override
    public boolean write(EncodedFrame frame) {
        if (closing) {
            return true;
        }
        if (!takesMore()) {
            return false;
        }
        var unused = channel.write(frame.forChannel(), untracked);
        flushLater();
        return true;
    }

    @Override
    public Future<Void> flushed() {
        Promise<Void> left = Promise.promise();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (written.isSuccess()) {
                left.complete();
            } else {
                left.fail(written.cause());
            }
        });
        return left.future();
    }

    @Override
    public long unread() {
        var queue = channel.channel().unsafe().outboundBuffer();
        return queue == null ? 0 : queue.totalPendingWriteBytes();
    }

    @Override
    public void ping() {
        if (!closing) {
            var unused = channel.write(new PingWebSocketFrame(Unpooled.EMPTY_BUFFER), untracked);
            flushLater();
        }
    }

    @Override
    public void pauseReading() {
        socket.pause();
    }

    @Override
    public void resumeReading() {
        socket.resume();
    }

    @Override
    public void close(int code, String reason) {
        if (closing) {
            return;
        }
        closing = true;
        channel.flush();
        // Of a frame that is cut off in the middle, the rest could not be told from the answer to the close frame.
        undecodable |= bytes.undecoded() > 0;
        assembler.clear();
        if (undecodable || !channel.channel().isWritable()) {
            guard.discard(channel);
        }
        socket.resume();
        socket.close((short) code, reason).onFailure(gone -> cut());
        closeTimer = vertx.setTimer(undecodable ? DISCARDING_MS : CLOSING_MS, late -> cut());
    }

    private void cut() {
        var unused = channel.close();
    }

    /** A single large frame must not look like a slow client: the limit is on what was waiting before it. */
    private boolean takesMore() {
        if (!channel.channel().isWritable()) {
            channel.flush();
        }
        return channel.channel().isWritable();
    }

    private void flushLater() {
        if (!flushWaits) {
            flushWaits = true;
            flushes.add(this::flush);
        }
    }

    private void flush() {
        flushWaits = false;
        channel.flush();
    }

    private void receive(WebSocketFrame frame) {
        if (closing) {
            return;
        }
        listener.heard();
        switch (frame.type()) {
            case TEXT, CONTINUATION -> receiveText(frame);
            case BINARY ->
                listener.violated(CloseCode.BINARY_NOT_SUPPORTED.number(), CloseCode.BINARY_NOT_SUPPORTED.reason());
            case PING -> refuseToAnswerForEver();
            case CLOSE -> closing = true;
            case PONG -> {}
        }
    }

    /** Vert.x has queued a pong; a client that asks and never reads would fill the memory with them. */
    private void refuseToAnswerForEver() {
        if (!takesMore()) {
            listener.violated(CloseCode.SLOW_CONSUMER.number(), CloseCode.SLOW_CONSUMER.reason());
        }
    }

    private void receiveText(WebSocketFrame frame) {
        try {
            Buffer message = assembler.add(frame.binaryData(), frame.isFinal());
            if (message != null) {
                listener.received(MessageAssembler.decode(message), message.length());
            }
        } catch (TooLargeException e) {
            listener.violated(TOO_LARGE, LIMIT);
        } catch (CharacterCodingException e) {
            listener.violated(INVALID_UTF8, "the message is not valid UTF-8");
        }
    }

    /** Most of what comes is complete: nothing is told then. */
    private void readSoFar() {
        long now = bytes.undecoded() + assembler.held();
        boolean changed = now > SMALL ? now != told : told > 0;
        if (closing || !changed) {
            return;
        }
        told = now > SMALL ? now : 0;
        if (!listener.unfinished(told)) {
            undecodable = true;
            listener.violated(CloseCode.TOO_MUCH_HELD.number(), CloseCode.TOO_MUCH_HELD.reason());
        }
    }

    private void broken(int code, String reason) {
        undecodable = true;
        listener.violated(code, code == TOO_LARGE ? LIMIT : reason);
    }

    private void handleClosed() {
        closing = true;
        if (closeTimer >= 0) {
            vertx.cancelTimer(closeTimer);
        }
        Short code = socket.closeStatusCode();
        listener.closed(code == null ? ABNORMAL : code);
    }
}
