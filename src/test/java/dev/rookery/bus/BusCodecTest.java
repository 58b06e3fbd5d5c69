package dev.rookery.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rookery.bus.message.BusEvent.DeliverFrame;
import dev.rookery.bus.message.BusMessage;
import dev.rookery.bus.message.BusMessageKind;
import dev.rookery.bus.message.ChatReply.HistoryPage;
import dev.rookery.bus.message.ChatRequest.SendMessage;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Emoji;
import dev.rookery.domain.Entry;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import dev.rookery.wire.DomainModule;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BusCodecTest {
    private final BusCodec codec = new BusCodec();

    @Test
    void everyBusMessageHasAWireNumberOfItsOwn() {
        List<Class<?>> concrete = concrete(BusMessage.class).toList();
        List<Class<?>> known = Arrays.stream(BusMessageKind.values())
                .<Class<?>>map(BusMessageKind::type)
                .toList();

        assertThat(known).containsExactlyInAnyOrderElementsOf(concrete);
        assertThat(Arrays.stream(BusMessageKind.values()).map(BusMessageKind::wireNumber))
                .doesNotHaveDuplicates()
                .allMatch(number -> number > 0 && number < 128);
    }

    @Test
    void aFrameArrivesByteByByteAndItsAbsentExceptionStaysAbsent() {
        DeliverFrame sent = new DeliverFrame(
                List.of(new UserId(UUID.randomUUID())), null, Buffer.buffer("{\"type\":\"pong\",\"id\":\"\u00e9\"}"));

        assertThat(wire(sent)).isEqualTo(sent);
    }

    @Test
    void anEmptyPageArrives() {
        assertThat(wire(new HistoryPage(List.of(), 1, 0, 0, false)))
                .isEqualTo(new HistoryPage(List.of(), 1, 0, 0, false));
    }

    static Stream<Content> contents() {
        return Stream.of(
                new Content.Message(new MessageText("hé😺")),
                new Content.Edited(7, new MessageText(" 1 ")),
                new Content.Deleted(1L << 40),
                new Content.Reacted(7, new Emoji("👍"), true),
                new Content.Voided(),
                Content.Unknown.ELSEWHERE);
    }

    @ParameterizedTest
    @MethodSource("contents")
    void everyContentArrives(Content content) {
        SendMessage sent = new SendMessage(
                new ChatId(UUID.randomUUID()),
                new UserId(UUID.randomUUID()),
                new DeviceId(UUID.randomUUID()),
                null,
                new ClientId("c"),
                content);

        assertThat(wire(sent)).isEqualTo(sent);
    }

    @Test
    void contentThatOnlyANewerNodeKnowsIsPassedOver() throws IOException {
        String newer = "{'question':'where?','answers':[{'a':1},[2]],'kind':'poll','until':null}";

        Content content = JsonMapper.builder()
                .addModule(new DomainModule())
                .configure(JsonReadFeature.ALLOW_SINGLE_QUOTES, true)
                .build()
                .readValue("[" + newer + "," + newer + "]", Content[].class)[1];

        assertThat(content).isEqualTo(Content.Unknown.ELSEWHERE);
    }

    @Test
    void bytesThatANodeCannotReadStayThere() {
        Content kept = new Content.Unknown(1, 99, "secret");
        Entry entry = Entry.ofNobody(new ChatId(UUID.randomUUID()), 1, 1, kept);

        HistoryPage arrived = (HistoryPage) wire(new HistoryPage(List.of(entry), 1, 1, 1, false));

        assertThat(arrived.entries().get(0).content()).isEqualTo(Content.Unknown.ELSEWHERE);
    }

    @Test
    void aMessageOfAnotherVersionOrKindFailsLoudly() {
        Buffer wire = Buffer.buffer();
        codec.encodeToWire(wire, new HistoryPage(List.of(), 1, 0, 0, false));

        assertThatThrownBy(() -> codec.decodeFromWire(0, wire.copy().setByte(0, (byte) 99)))
                .hasMessageContaining("version 99");
        assertThatThrownBy(() -> codec.decodeFromWire(0, wire.copy().setByte(1, (byte) 127)))
                .hasMessageContaining("unknown kind 127");
    }

    @Test
    void failuresCrossNodesWithCodeDetailAndDelay() {
        RookeryException refusal = new RookeryException(ErrorCode.OVERLOADED, "a|b", Duration.ofMillis(40));

        RookeryException arrived = BusFailure.fromWire(BusFailure.number(refusal), BusFailure.text(refusal));

        assertThat(arrived.code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(arrived.detail()).isEqualTo("a|b");
        assertThat(arrived.retryAfter()).contains(Duration.ofMillis(40));
    }

    @Test
    void anUnexpectedFailureCrossesWithoutItsMessage() {
        IllegalStateException failure = new IllegalStateException("password=hunter2");

        RookeryException arrived = BusFailure.fromWire(BusFailure.number(failure), BusFailure.text(failure));

        assertThat(arrived.code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(arrived.detail()).doesNotContain("hunter2");
    }

    @Test
    void theOneToOneChatIsTheSameWhoeverStartsIt() {
        UserId ada = new UserId(UUID.randomUUID());
        UserId bob = new UserId(UUID.randomUUID());

        assertThat(ChatId.direct(ada, bob)).isEqualTo(ChatId.direct(bob, ada)).isNotEqualTo(ChatId.direct(ada, ada));
        assertThat(ChatId.direct(ada, bob).value().version()).isEqualTo(8);
    }

    private BusMessage wire(BusMessage message) {
        Buffer wire = Buffer.buffer("prefix");
        codec.encodeToWire(wire, message);
        return codec.decodeFromWire(6, wire);
    }

    private static Stream<Class<?>> concrete(Class<?> type) {
        if (!type.isSealed()) {
            return Modifier.isAbstract(type.getModifiers()) ? Stream.empty() : Stream.of(type);
        }
        return Arrays.stream(type.getPermittedSubclasses()).flatMap(BusCodecTest::concrete);
    }
}
