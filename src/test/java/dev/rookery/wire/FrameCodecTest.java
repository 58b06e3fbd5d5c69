package dev.rookery.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rookery.domain.ErrorCode;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCodecTest {
    private static final String CHAT = "018f3f2e-7d3c-8b51-a3c4-5d0b0a7c9e11";

    @ParameterizedTest
    @MethodSource("dev.rookery.wire.GoldenFrames#names")
    void goldenFramesAreReadAndWritten(String name) {
        String golden = GoldenFrames.text(name);

        if (GoldenFrames.typeOf(name).fromClient()) {
            assertThat(FrameCodec.decode(golden)).isEqualTo(GoldenFrames.FROM_CLIENT.get(name));
        } else {
            assertThat(FrameCodec.encode(GoldenFrames.FROM_SERVER.get(name)).toString())
                    .isEqualTo(golden.strip());
        }
    }

    @ParameterizedTest
    @EnumSource(FrameType.class)
    void everyTypeHasAGoldenFrame(FrameType type) {
        assertThat(GoldenFrames.names()).anyMatch(name -> GoldenFrames.typeOf(name) == type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "🐦", "\\u0061", "\\ud83d\\udc26", "é", "\\n"})
    void hundredThousandCharactersPassInEverySpelling(String character) {
        String frame = sendFrame(character.repeat(100_000));

        var send = (ClientFrame.Send) FrameCodec.decode(frame);

        String text = send.content().fingerprint();
        assertThat(text.codePointCount(0, text.length())).isEqualTo(100_000);
        assertThat(frame.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(FrameCodec.MAX_MESSAGE_BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "🐦", "\\u0061"})
    void oneCharacterMoreIsTooLong(String character) {
        var refused = malformed(sendFrame(character.repeat(100_001)));

        assertThat(refused.code()).isEqualTo(ErrorCode.TEXT_TOO_LONG);
        assertThat(refused.getMessage()).contains("100001").contains("100000");
        assertThat(refused.clientId()).hasToString("c1");
        assertThat(refused.id()).isEqualTo("7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                                    | a frame must be a JSON object",
                "[]                                                    | a frame must be a JSON object",
                "\"send\"                                              | a frame must be a JSON object",
                "{                                                     | not valid JSON at character",
                "{'type':'ping'}                                       | not valid JSON at character",
                "{\"type\":\"ping\"} {}                                | nothing after it",
                "{\"type\":\"ping\"} x                                 | not valid JSON at character",
                "{}                                                    | 'type' is missing",
                "{\"type\":null}                                       | 'type' is missing",
                "{\"type\":7}                                          | 'type' must be a string",
                "{\"type\":[\"ping\"]}                                 | 'type' must be a string",
                "{\"type\":\"ping\",\"type\":\"ping\"}                 | 'type' stands there twice",
                "{\"type\":\"ping\",\"id\":7}                          | 'id' must be a string",
                "{\"type\":\"send\"}                                   | 'chat' is missing",
                "{\"type\":\"send\",\"chat\":\"" + CHAT + "\"}         | 'clientId' is missing",
                "{\"type\":\"send\",\"chat\":\"" + CHAT + "\",\"clientId\":\"a\"}   | 'content' is missing",
                "{\"type\":\"send\",\"chat\":\"" + CHAT
                        + "\",\"clientId\":\"a\",\"content\":7} | 'content' must be an object",
                "{\"type\":\"send\",\"content\":[]}                    | 'content' must be an object",
                "{\"type\":\"send\",\"content\":{},\"content\":{}} | 'content' stands there twice",
                "{\"type\":\"send\",\"content\":{\"kind\":\"a\",\"kind\":\"b\"}} | 'content' has a field twice",
                "{\"type\":\"send\",\"content\":{\"l\":[1,null]}}      | 'content' has a null in a list",
                "{\"type\":\"send\",\"content\":{\"l\":[1}}           | not valid JSON at character",
                "{\"type\":\"cursor\",\"seq\":1}                   | 'chat' is missing",
                "{\"type\":\"cursor\",\"chat\":\"" + CHAT + "\"}         | 'seq' is missing",
                "{\"type\":\"cursor\",\"chat\":\"" + CHAT + "\",\"seq\":\"1\"} | 'seq' must be a whole number",
                "{\"type\":\"sync\",\"cursors\":[]}                   | 'cursors' must be an object",
                "{\"type\":\"sync\",\"cursors\":7}                    | 'cursors' must be an object",
                "{\"type\":\"sync\",\"cursors\":{\"" + CHAT + "\":1.5}}  | a cursor must be a whole number",
                "{\"type\":\"sync\",\"cursors\":{\"" + CHAT + "\":\"1\"}} | a cursor must be a whole number",
                "{\"type\":\"sync\",\"cursors\":{\"" + CHAT + "\":{}}}   | a cursor must be a whole number",
                "{\"type\":\"sync\",\"cursors\":{\"" + CHAT + "\":1,\"" + CHAT + "\":2}} | names a chat twice",
                "{\"type\":\"sync\",\"cursors\":{},\"cursors\":{}}  | 'cursors' stands there twice",
                "{\"type\":\"sync\",\"only\":\"yes\"}               | 'only' must be true or false",
                "{\"type\":\"sync\",\"recent\":\"1\"}               | 'recent' must be a whole number",
            })
    void malformedFramesAreToldWhatIsWrong(String frame, String reason) {
        var refused = malformed(frame);

        assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED_FRAME);
        assertThat(refused.getMessage()).contains(reason);
    }

    /** Every field is there and of its type, but a value is not as documented. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"ping\",\"id\":\"\"}                       | 'id' must be 1 to 64",
                "{\"type\":\"ping\",\"id\":\"\\ud83d\"}                | 'id' must be 1 to 64",
                "{\"type\":\"send\",\"chat\":\"1-1-1-1-1\"}            | 'chat' has a wrong value",
                "{\"type\":\"send\",\"chat\":\"" + CHAT + "\",\"clientId\":\"a b\"} | 'clientId' has a wrong value",
                "{\"type\":\"cursor\",\"chat\":\"" + CHAT + "\",\"seq\":-1}  | 'seq' must be a whole number",
                "{\"type\":\"sync\",\"resume\":\"x\"}             | 'resume' has a wrong value: not a UUID",
                "{\"type\":\"sync\",\"cursors\":{\"x\":1}}            | 'cursors' must name chats by UUIDs",
                "{\"type\":\"sync\",\"cursors\":{\"" + CHAT + "\":-1}}   | a cursor must be a whole number",
                "{\"type\":\"sync\",\"cursors\":{\"" + CHAT + "\":99999999999999999999}} | a cursor must be",
                "{\"type\":\"sync\",\"recent\":201}                 | 'recent' must be a whole number from 0 to 200",
                "{\"type\":\"typing\",\"chat\":\"" + CHAT + "\",\"what\":\"song\"}  | 'what' must be 'text'",
                "{\"type\":\"send\",\"chat\":\"" + CHAT
                        + "\",\"clientId\":\"a\",\"content\":{\"kind\":\"message\",\"text\":\"\"}} | must not be empty",
                "{\"type\":\"send\",\"chat\":\"" + CHAT
                        + "\",\"clientId\":\"a\",\"content\":{}} | 'content.kind' is missing",
                "{\"type\":\"send\",\"chat\":\"" + CHAT
                        + "\",\"clientId\":\"a\",\"content\":{\"kind\":7}} | 'content.kind' must be a string",
                "{\"type\":\"send\",\"chat\":\"" + CHAT
                        + "\",\"clientId\":\"a\",\"content\":{\"kind\":\"message\"}} | 'content.text' is missing",
                "{\"type\":\"send\",\"chat\":\"" + CHAT
                        + "\",\"clientId\":\"a\",\"content\":{\"kind\":\"message\",\"text\":null}} | 'content.text' is missing",
                "{\"type\":\"send\",\"chat\":\"" + CHAT
                        + "\",\"clientId\":\"a\",\"content\":{\"kind\":\"message\",\"text\":[\"a\"]}} | 'content.text' must be a string",
                "{\"type\":\"send\",\"chat\":\"" + CHAT
                        + "\",\"clientId\":\"a\",\"content\":{\"kind\":\"edited\",\"text\":\"a\"}} | 'content.target' is missing",
                "{\"type\":\"send\",\"chat\":\"" + CHAT
                        + "\",\"clientId\":\"a\",\"content\":{\"kind\":\"deleted\",\"target\":0}} | 'content.target' must be a whole number from 1",
                "{\"type\":\"send\",\"chat\":\"" + CHAT
                        + "\",\"clientId\":\"a\",\"content\":{\"kind\":\"deleted\",\"target\":1.0}} | 'content.target' must be a whole number from 1",
                "{\"type\":\"send\",\"chat\":\"" + CHAT
                        + "\",\"clientId\":\"a\",\"content\":{\"kind\":\"deleted\",\"target\":99999999999999999999}} | 'content' has a whole number above",
                "{\"type\":\"send\",\"chat\":\"" + CHAT
                        + "\",\"clientId\":\"a\",\"content\":{\"kind\":\"reacted\",\"target\":1,\"emoji\":\" \",\"on\":true}} | must have no blanks",
                "{\"type\":\"send\",\"chat\":\"" + CHAT
                        + "\",\"clientId\":\"a\",\"content\":{\"kind\":\"reacted\",\"target\":1,\"emoji\":\"a\",\"on\":1}} | 'content.on' must be true or false",
            })
    void valuesThatAreNotAsDocumentedAreToldSo(String frame, String reason) {
        var refused = malformed(frame);

        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refused.getMessage()).contains(reason);
    }

    @Test
    void anUnknownTypeIsAnErrorOfItsOwn() {
        var refused = malformed("{\"type\":\"dance\",\"id\":\"7\"}");

        assertThat(refused.code()).isEqualTo(ErrorCode.UNKNOWN_FRAME_TYPE);
        assertThat(refused.getMessage())
                .startsWith("'type' must be one of send, sync, cursor, ")
                .endsWith(", ping");
        assertThat(refused.answer().id()).isEqualTo("7");
    }

    @Test
    void aTypeOfTheServerIsUnknownFromAClient() {
        assertThat(malformed("{\"type\":\"welcome\"}").code()).isEqualTo(ErrorCode.UNKNOWN_FRAME_TYPE);
    }

    @Test
    void aSyncNamesABoundedNumberOfChats() {
        var most = (ClientFrame.Sync) FrameCodec.decode(syncFrame(ClientFrame.Sync.MAX_CURSORS));

        assertThat(most.cursors()).hasSize(5_000);
        var refused = malformed(syncFrame(ClientFrame.Sync.MAX_CURSORS + 1));
        assertThat(refused.getMessage()).isEqualTo("'cursors' may name at most 5000 chats");
        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    private static String syncFrame(int chats) {
        StringBuilder cursors = new StringBuilder();
        for (int i = 0; i < chats; i++) {
            cursors.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(new UUID(7, i))
                    .append("\":")
                    .append(i);
        }
        return "{\"type\":\"sync\",\"cursors\":{" + cursors + "}}";
    }

    @Test
    void unknownFieldsAreIgnoredWhateverTheyHold() {
        String frame = "{\"later\":{\"a\":[1,{\"type\":\"send\"}]},\"type\":\"ping\",\"n\":-1.5e300,\"id\":\"1\"}";

        assertThat(FrameCodec.decode(frame)).isEqualTo(new ClientFrame.Ping("1"));
    }

    @Test
    void lowSurrogatesAloneAreNotText() {
        var refused = malformed(sendFrame("\\udc26"));

        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refused.getMessage()).contains("lone surrogate");
    }

    @Test
    void bombsAreRefused() {
        String deep = "{\"x\":" + "[".repeat(500_000) + "]".repeat(500_000) + "}";
        String longNumber = "{\"x\":" + "9".repeat(1_000_000) + "}";
        String longName = "{\"" + "x".repeat(1_000_000) + "\":1}";

        for (String bomb : Arrays.asList(deep, longNumber, longName)) {
            assertThat(malformed(bomb).getMessage()).isEqualTo("nested too deep, or with too long a number or name");
        }
    }

    @Test
    void refusalsDoNotRepeatTheFrame() {
        String secret = "s3cr3t-s3cr3t-s3cr3t-s3cr3t-s3cr3t-s";
        String frame = "{\"type\":\"send\",\"chat\":\"" + secret + "\",\"content\":{\"kind\":\"" + secret + "\",\""
                + secret + "\":\"" + secret + "\"},\"clientId\":\"a\"}";

        assertThat(FrameCodec.encode(malformed(frame).answer()).toString()).doesNotContain("s3cr3t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"poll", "voided", "unknown", "", "Message"})
    void aKindThatNobodyMaySendIsAnErrorOfItsOwn(String kind) {
        var refused = malformed("{\"type\":\"send\",\"id\":\"7\",\"chat\":\"" + CHAT
                + "\",\"clientId\":\"c1\",\"content\":{\"kind\":\"" + kind + "\",\"text\":\"a\"}}");

        assertThat(refused.code()).isEqualTo(ErrorCode.KIND_NOT_SUPPORTED);
        assertThat(refused.clientId()).hasToString("c1");
    }

    @ParameterizedTest
    @MethodSource
    void everyKindIsReadFromWhatAnEntryShows(String entry) {
        JsonObject content = new JsonObject(GoldenFrames.text(entry)).getJsonObject("content");
        JsonObject send = new JsonObject(GoldenFrames.text("send")).put("content", content);

        assertThat(((ClientFrame.Send) FrameCodec.decode(send.encode())).content())
                .isEqualTo(((ServerFrame.Entry) GoldenFrames.FROM_SERVER.get(entry)).content());
    }

    static Stream<String> everyKindIsReadFromWhatAnEntryShows() {
        return GoldenFrames.names().filter(name -> GoldenFrames.typeOf(name) == FrameType.ENTRY);
    }

    @Test
    void whatNestsInContentIsBounded() {
        String fields = "{\"kind\":\"message\",\"text\":\"a\",\"later\":[%s]}";
        String send = "{\"type\":\"send\",\"chat\":\"" + CHAT + "\",\"clientId\":\"c1\",\"content\":" + fields + "}";

        assertThat(FrameCodec.decode(send.formatted("[{\"a\":[1.5,true]}],".repeat(500) + "0")))
                .isInstanceOf(ClientFrame.Send.class);
        var refused = malformed(send.formatted("[],".repeat(300_000) + "0"));
        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refused.getMessage()).contains("at most 4000 values");
    }

    @Test
    void messageFramesDoNotShowTheirTextInLogs() {
        assertThat(GoldenFrames.FROM_SERVER.get("entry").toString()).doesNotContain("Hello");
        assertThat(GoldenFrames.FROM_CLIENT.get("send").toString()).doesNotContain("Hello");
    }

    private static String sendFrame(String escapedText) {
        return "{\"type\":\"send\",\"id\":\"7\",\"chat\":\"" + CHAT + "\",\"clientId\":\"c1\",\"content\":{\"kind\":"
                + "\"message\",\"text\":\"" + escapedText + "\"}}";
    }

    private static MalformedFrameException malformed(String frame) {
        MalformedFrameException refused =
                catchThrowableOfType(MalformedFrameException.class, () -> FrameCodec.decode(frame));
        assertThat(refused).as("must be refused").isNotNull();
        assertThat(new JsonObject(FrameCodec.encode(refused.answer())).getString("type"))
                .isEqualTo("error");
        return refused;
    }
}
