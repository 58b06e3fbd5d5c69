package dev.rookery.tool.bench;

import dev.rookery.tool.swarm.FrameText;
import dev.rookery.tool.swarm.Wire;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One person who sends in one chat, and those who get it. Messages are numbered from 0; number and time of each stand in
 * its clientId, which every frame about it carries.
 */
final class Stream implements Wire.Listener {
    private static final char SEPARATOR = '.';

    private final int id;
    private final String chat;
    private final List<Receiver> receivers = new ArrayList<>();
    private final BitSet acked = new BitSet();
    private Step step;
    private @Nullable Wire wire;
    private int sent;

    Stream(int id, String chat, Step step) {
        this.id = id;
        this.chat = chat;
        this.step = step;
    }

    /** To be called before anything is sent. */
    void senderIs(Wire wire) {
        this.wire = wire;
    }

    /** The listener of one more member's connection. */
    Receiver receiver() {
        Receiver receiver = new Receiver(this);
        receivers.add(receiver);
        return receiver;
    }

    /** What happens from now on belongs to that step. */
    void begin(Step next) {
        step = next;
    }

    String chat() {
        return chat;
    }

    int sent() {
        return sent;
    }

    /** @param intended when the message should have been sent, by {@link System#nanoTime} */
    void send(long intended, String text) {
        step.sent++;
        Objects.requireNonNull(wire).send(chat, id + "." + sent + SEPARATOR + intended, text);
        sent++;
    }

    @Override
    public void received(String frame) {
        if (FrameText.isOf(frame, "ack")) {
            ack(FrameText.string(frame, "clientId"));
        } else if (FrameText.isOf(frame, "error")) {
            step.refuse(FrameText.string(frame, "code"));
            step.answered(this);
        }
    }

    private void ack(String clientId) {
        int second = clientId.indexOf(SEPARATOR, clientId.indexOf(SEPARATOR) + 1);
        int number = Integer.parseInt(clientId, clientId.indexOf(SEPARATOR) + 1, second, 10);
        if (acked.get(number)) {
            step.doubledAcks++;
            return;
        }
        acked.set(number);
        step.acked(Long.parseLong(clientId, second + 1, clientId.length(), 10));
        step.answered(this);
    }

    @Override
    public void closed(int code) {
        step.close(code);
    }

    /** Acknowledged messages from that number on that some member did not get. */
    long lostSince(int first) {
        long lost = 0;
        for (Receiver receiver : receivers) {
            for (int n = acked.nextSetBit(first); n >= 0; n = acked.nextSetBit(n + 1)) {
                lost += receiver.seen.get(n) ? 0 : 1;
            }
        }
        return lost;
    }

    /** One member who listens. */
    static final class Receiver implements Wire.Listener {
        private final Stream stream;
        private final BitSet seen = new BitSet();
        private long lastSeq;

        private Receiver(Stream stream) {
            this.stream = stream;
        }

        @Override
        public void received(String frame) {
            if (FrameText.isOf(frame, "entry")) {
                String clientId = FrameText.string(frame, "clientId");
                int first = clientId.indexOf(SEPARATOR);
                int second = clientId.indexOf(SEPARATOR, first + 1);
                if (second > 0 && Integer.parseInt(clientId, 0, first, 10) == stream.id) {
                    take(
                            Integer.parseInt(clientId, first + 1, second, 10),
                            FrameText.number(frame, "seq"),
                            Long.parseLong(clientId, second + 1, clientId.length(), 10));
                }
            }
        }

        private void take(int number, long seq, long intended) {
            if (seen.get(number)) {
                stream.step.doubled++;
                return;
            }
            seen.set(number);
            if (seq < lastSeq) {
                stream.step.outOfOrder++;
            }
            lastSeq = Math.max(lastSeq, seq);
            stream.step.delivered(intended);
        }

        @Override
        public void closed(int code) {
            stream.step.close(code);
        }
    }
}
