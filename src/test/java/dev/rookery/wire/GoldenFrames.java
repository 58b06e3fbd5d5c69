package dev.rookery.wire;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Emoji;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.SessionId;
import dev.rookery.domain.UserId;
import dev.rookery.domain.Username;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The example of every frame, as a file and as what the codec must make of it. */
final class GoldenFrames {
    private static final Path DIRECTORY = Path.of("src/test/resources/frames");
    private static final ChatId CHAT = ChatId.parse("018f3f2e-7d3c-8b51-a3c4-5d0b0a7c9e11");
    private static final ClientId CLIENT_ID = new ClientId("f3b1c2d4");
    private static final UserId ADA = UserId.parse("0b9d3c1e-5a7f-4e2b-8c6d-1f2e3d4c5b6a");
    private static final UserId BOB = UserId.parse("9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d");
    private static final DeviceId PHONE = DeviceId.parse("1d2c3b4a-5f6e-4d7c-8b9a-0f1e2d3c4b5a");
    private static final Instant SENT_AT = Instant.parse("2026-11-22T09:30:00.125Z");

    private static final StateView CHANGED = new StateView(
            43,
            new StateView.Edited(SENT_AT, new MessageText("Hello, everybody")),
            null,
            List.of(new StateView.Reaction(new Emoji("👍"), 1, List.of(ADA), true)));

    static final Map<String, ClientFrame> FROM_CLIENT = Map.of(
            "send", new ClientFrame.Send("7", CHAT, CLIENT_ID, new Content.Message(new MessageText("Hello, 🐦"))),
            "sync",
                    new ClientFrame.Sync(
                            "3",
                            Map.of(CHAT, 40L),
                            Map.of(CHAT, "u.15.0"),
                            false,
                            ClientFrame.Sync.RECENT,
                            null,
                            false),
            "sync-newest", new ClientFrame.Sync("4", Map.of(CHAT, ClientFrame.Sync.NOTHING), true, 50, null, true),
            "cursor", new ClientFrame.Cursor(null, CHAT, 42),
            "read", new ClientFrame.Read("9", CHAT, 42),
            "typing", new ClientFrame.Typing(null, CHAT, ClientFrame.Typing.TEXT),
            "watch", new ClientFrame.Watch(null, Set.of(BOB)),
            "active-away", new ClientFrame.Active(null, true),
            "ping", new ClientFrame.Ping("8"));

    static final Map<String, ServerFrame> FROM_SERVER = Map.ofEntries(
            Map.entry(
                    "welcome",
                    new ServerFrame.Welcome(
                            SessionId.parse("3f0e8a52-6c1b-4f0e-9d0a-2b7c5e8f1a23"),
                            ADA,
                            DeviceId.parse("5c2f7e19-8b4d-4a3c-9e1f-7d6c5b4a3928"),
                            "rookery-1",
                            25,
                            100_000)),
            entry("entry", 0, new Content.Message(new MessageText("Hello, 🐦"))),
            entry("entry-edited", 1, new Content.Edited(42, new MessageText("Hello"))),
            entry("entry-deleted", 2, new Content.Deleted(42)),
            entry("entry-reacted", 3, new Content.Reacted(42, new Emoji("👍"), true)),
            Map.entry(
                    "presence",
                    new ServerFrame.Presence(List.of(
                            new ServerFrame.Seen(BOB, "online", null, null),
                            new ServerFrame.Seen(
                                    UserId.parse("1d2c3b4a-5f6e-4d7c-8b9a-0f1e2d3c4b5a"),
                                    "offline",
                                    Instant.parse("2026-11-22T09:29:58.004Z"),
                                    null),
                            new ServerFrame.Seen(
                                    UserId.parse("5c2f7e19-8b4d-4a3c-9e1f-7d6c5b4a3928"), "offline", null, true)))),
            Map.entry("ack", new ServerFrame.Ack("7", CHAT, CLIENT_ID, 42, SENT_AT, 7)),
            Map.entry(
                    "chatOpened",
                    new ServerFrame.ChatOpened(
                            CHAT,
                            "direct",
                            null,
                            List.of(new ServerFrame.Member(ADA), new ServerFrame.Member(BOB)),
                            Instant.parse("2026-11-22T09:29:58.004Z"))),
            Map.entry(
                    "chatOpened-group",
                    new ServerFrame.ChatOpened(
                            CHAT,
                            "group",
                            "Rookery builders 🐦",
                            List.of(new ServerFrame.Member(BOB), new ServerFrame.Member(ADA)),
                            Instant.parse("2026-11-22T09:29:58.004Z"))),
            Map.entry("pong", new ServerFrame.Pong("8")),
            Map.entry(
                    "error",
                    ServerFrame.Refused.of(
                            "7",
                            CLIENT_ID,
                            new RookeryException(
                                    ErrorCode.OVERLOADED, ErrorCode.OVERLOADED.title(), Duration.ofMillis(250)))),
            Map.entry(
                    "error-unreadable",
                    ServerFrame.Refused.of(
                            null,
                            null,
                            new RookeryException(ErrorCode.MALFORMED_FRAME, "not valid JSON at character 1"))),
            Map.entry(
                    "chats",
                    new ServerFrame.Chats(
                            "3",
                            List.of(new ServerFrame.ChatHead(
                                    CHAT,
                                    "direct",
                                    null,
                                    List.of(new ServerFrame.Member(ADA), new ServerFrame.Member(BOB)),
                                    Instant.parse("2026-11-22T09:29:58.004Z"),
                                    42,
                                    null,
                                    30L,
                                    31,
                                    1,
                                    41,
                                    30,
                                    42,
                                    null,
                                    List.of(new ServerFrame.Mark(BOB, 42, 42, 31)),
                                    "u.15.0")))),
            Map.entry(
                    "receipts",
                    new ServerFrame.Receipts(null, CHAT, List.of(new ServerFrame.Mark(BOB, 43, 42, 31)), null, null)),
            Map.entry(
                    "receipts-own",
                    new ServerFrame.Receipts("9", CHAT, List.of(new ServerFrame.Mark(ADA, 43, 42, 31)), 1L, false)),
            Map.entry(
                    "people",
                    new ServerFrame.People("3", List.of(new ServerFrame.Person(ADA, new Username("ada"), "Ada")))),
            Map.entry("committed", new ServerFrame.Committed(CHAT, 42, 7)),
            Map.entry("somebodyTyping", new ServerFrame.Typing(CHAT, BOB, ClientFrame.Typing.TEXT)),
            Map.entry("cleared", new ServerFrame.Cleared(CHAT, 30)),
            Map.entry(
                    "entries",
                    new ServerFrame.Entries(
                            "3",
                            CHAT,
                            41,
                            43,
                            43,
                            false,
                            List.of(
                                    new EntryView(
                                            42,
                                            31,
                                            BOB,
                                            PHONE,
                                            CLIENT_ID,
                                            SENT_AT,
                                            new Content.Message(new MessageText("Hello, 🐦")),
                                            CHANGED),
                                    new EntryView(
                                            43,
                                            31,
                                            BOB,
                                            PHONE,
                                            new ClientId("e-1"),
                                            SENT_AT,
                                            new Content.Edited(42, new MessageText("Hello, everybody")),
                                            null)))),
            Map.entry(
                    "synced",
                    new ServerFrame.Synced(
                            "3", 1, List.of(ChatId.parse("018f3f2e-7d3c-8b51-a3c4-5d0b0a7c9e12")), List.of())));

    private GoldenFrames() {}

    private static Map.Entry<String, ServerFrame> entry(String name, int later, Content content) {
        return Map.entry(
                name,
                new ServerFrame.Entry(
                        CHAT,
                        42 + later,
                        31,
                        BOB,
                        PHONE,
                        new ClientId("f3b1c2d" + (4 + later)),
                        SENT_AT.plusSeconds(later),
                        41 + later,
                        7,
                        content));
    }

    /** The file names without their ending; up to the first dash that is what the contract calls the frame. */
    static Stream<String> names() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.map(file -> file.getFileName().toString().replace(".json", "")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String name) {
        try {
            return Files.readString(DIRECTORY.resolve(name + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FrameType typeOf(String name) {
        String contractName = name.split("-", 2)[0];
        return Stream.of(FrameType.values())
                .filter(type -> type.contractName().equals(contractName))
                .findFirst()
                .orElseThrow();
    }
}
