package dev.rookery.store.cassandra.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.ContentKind;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Emoji;
import dev.rookery.domain.Entry;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.UserId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden bytes: what is in the store for ever must stay readable, byte for byte. */
class EntryBodyTest {
    private static final ChatId CHAT = new ChatId(UUID.fromString("00000000-0000-0000-0000-0000000000c1"));
    private static final String PLAIN = "01" // version
            + "01" // kind: message
            + "05" // messages
            + "0a0000000000000000000000000000b0" // author
            + "0d0000000000000000000000000000d0" // device
            + "0198a3c5e8f1" // at, 1755074488561 ms
            + "03" + "6d2d37" // clientId "m-7"
            + "68c3a9f09f98ba"; // "hé😺"
    private static final String PACKED = "01" + "01" + "05" + "0a0000000000000000000000000000b0"
            + "0d0000000000000000000000000000d0" + "0198a3c5e8f1" + "00" + "0192f0a0b1c27d3e8f405162738495a6" + "21";

    @Test
    void messageHasItsGoldenBytes() {
        assertThat(hex(EntryBody.encode(entry("m-7", "hé😺")))).isEqualTo(PLAIN);
    }

    @Test
    void clientIdThatIsAnUuidTakesSixteenBytes() {
        assertThat(hex(EntryBody.encode(entry("0192f0a0-b1c2-7d3e-8f40-5162738495a6", "!"))))
                .isEqualTo(PACKED);
    }

    @Test
    void goldenBytesGiveBackTheEntry() {
        assertThat(EntryBody.decode(CHAT, 7, bytes(PLAIN))).isEqualTo(entry("m-7", "hé😺"));
        assertThat(EntryBody.decode(CHAT, 7, bytes(PACKED)))
                .isEqualTo(entry("0192f0a0-b1c2-7d3e-8f40-5162738495a6", "!"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "0192F0A0-B1C2-7D3E-8F40-5162738495A6",
                "0192f0a0b1c27d3e8f405162738495a6",
                "00000000-0000-0000-0000-000000000000",
                "1234567890123456789012345678901234567890123456789012345678901234"
            })
    void everyClientIdComesBackAsItWas(String clientId) {
        Entry entry = entry(clientId, "x");

        assertThat(EntryBody.decode(CHAT, 7, EntryBody.encode(entry))).isEqualTo(entry);
    }

    @Test
    void longestTextOfFourByteCharactersComesBack() {
        Entry entry = entry("m", "😺".repeat(MessageText.MAX_CHARACTERS));

        ByteBuffer body = EntryBody.encode(entry);

        assertThat(body.remaining()).isEqualTo(43 + 400_000);
        assertThat(EntryBody.decode(CHAT, 7, body)).isEqualTo(entry);
    }

    @Test
    void readingLeavesTheBytesUntouched() {
        ByteBuffer body = bytes(PLAIN);

        assertThat(EntryBody.decode(CHAT, 7, body)).isEqualTo(EntryBody.decode(CHAT, 7, body));
    }

    static Stream<Arguments> otherKinds() {
        return Stream.of(
                arguments(new Content.Voided(), "02", ""),
                arguments(new Content.Edited(300, new MessageText("hé")), "03", "ac02" + "68c3a9"),
                arguments(new Content.Deleted(7), "04", "07"),
                arguments(new Content.Reacted(128, new Emoji("👍"), true), "05", "8001" + "01" + "f09f918d"),
                arguments(new Content.Reacted(128, new Emoji("👍"), false), "05", "8001" + "00" + "f09f918d"));
    }

    @ParameterizedTest
    @MethodSource("otherKinds")
    void everyKindHasItsGoldenBytes(Content content, String kind, String rest) {
        Entry entry = entry("m-7", content);
        String golden = "01" + kind + PLAIN.substring(4, PLAIN.length() - 14) + rest;

        assertThat(hex(EntryBody.encode(entry))).isEqualTo(golden);
        assertThat(EntryBody.decode(CHAT, 7, bytes(golden))).isEqualTo(entry);
    }

    @ParameterizedTest
    @EnumSource(value = ContentKind.class, names = "UNKNOWN", mode = EnumSource.Mode.EXCLUDE)
    void everyKindIsStored(ContentKind kind) {
        assertThat(ContentBodies.knows(kind.number())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"01c8", "0100", "02c8", "0201", "ff00"})
    void whatIsNotKnownGivesItsBytesBack(String versionAndKind) {
        String stored = versionAndKind + PLAIN.substring(4) + "ff0080";

        Entry entry = EntryBody.decode(CHAT, 7, bytes(stored));

        assertThat(entry.content()).isInstanceOf(Content.Unknown.class);
        assertThat(entry.messages()).isEqualTo(5);
        assertThat(hex(EntryBody.encode(entry))).isEqualTo(stored);
        assertThat(hex(EntryBody.encode(entry.counted(300))))
                .isEqualTo(versionAndKind + "ac02" + PLAIN.substring(6) + "ff0080");
    }

    @Test
    void envelopeOfAnUnknownKindIsRead() {
        Entry entry = EntryBody.decode(CHAT, 7, bytes("01c8" + PLAIN.substring(4)));

        assertThat(entry.clientId()).isEqualTo(new ClientId("m-7"));
        assertThat(entry.author()).isEqualTo(entry("m-7", "x").author());
    }

    @Test
    void whatAnotherNodeKnowsIsNotStored() {
        Entry entry = entry("m", Content.Unknown.ELSEWHERE);

        assertThatThrownBy(() -> EntryBody.encode(entry)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE})
    void ordinalComesBack(long messages) {
        Entry entry = entry("m", "x").counted(messages);

        assertThat(EntryBody.decode(CHAT, 7, EntryBody.encode(entry))).isEqualTo(entry);
    }

    @Test
    void cutBytesAreRefused() {
        assertThatThrownBy(() -> EntryBody.decode(CHAT, 7, bytes(PLAIN.substring(0, 80))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cut short");
    }

    @Test
    void timeBeforeTheEpochIsRefused() {
        Entry entry = new Entry(
                CHAT,
                7,
                7,
                new UserId(UUID.randomUUID()),
                new DeviceId(UUID.randomUUID()),
                new ClientId("m"),
                Instant.EPOCH.minusMillis(1),
                new Content.Message(new MessageText("x")));

        assertThatThrownBy(() -> EntryBody.encode(entry)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Entry entry(String clientId, String text) {
        return entry(clientId, new Content.Message(new MessageText(text)));
    }

    private static Entry entry(String clientId, Content content) {
        return new Entry(
                CHAT,
                7,
                5,
                new UserId(UUID.fromString("0a000000-0000-0000-0000-0000000000b0")),
                new DeviceId(UUID.fromString("0d000000-0000-0000-0000-0000000000d0")),
                new ClientId(clientId),
                Instant.ofEpochMilli(0x0198a3c5e8f1L),
                content);
    }

    private static String hex(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }
}
