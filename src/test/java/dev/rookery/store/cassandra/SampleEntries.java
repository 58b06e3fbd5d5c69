package dev.rookery.store.cassandra;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.UserId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** Entries of one chat, for tests. */
public final class SampleEntries {
    private final ChatId chat = new ChatId(UUID.randomUUID());
    private final UserId sender = new UserId(UUID.randomUUID());
    private final DeviceId device = new DeviceId(UUID.randomUUID());

    public ChatId chat() {
        return chat;
    }

    public Entry entry(long seq, String text) {
        return new Entry(
                chat,
                seq,
                seq,
                sender,
                device,
                new ClientId("c" + seq),
                Instant.ofEpochMilli(1_755_000_000_000L + seq),
                new Content.Message(new MessageText(text)));
    }

    public List<Entry> range(long from, long to) {
        return range(from, to, seq -> "text " + seq);
    }

    public List<Entry> range(long from, long to, LongFunction<String> text) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(seq -> entry(seq, text.apply(seq)))
                .toList();
    }
}
