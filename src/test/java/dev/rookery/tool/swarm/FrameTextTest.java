package dev.rookery.tool.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.UserId;
import dev.rookery.wire.FrameCodec;
import dev.rookery.wire.ServerFrame;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Held to what the server's own codec writes. */
class FrameTextTest {
    private static final UUID CHAT = UUID.fromString("018f3f2e-7d3c-8b51-a3c4-5d0b0a7c9e11");

    private final String message = FrameCodec.encode(new ServerFrame.Entry(
                    new ChatId(CHAT),
                    4_200_000_000L,
                    3,
                    new UserId(UUID.randomUUID()),
                    new DeviceId(UUID.randomUUID()),
                    new ClientId("3.17.99"),
                    Instant.EPOCH,
                    41,
                    7,
                    new Content.Message(new MessageText("\"seq\":7,\"clientId\":\"no\""))))
            .toString();

    @Test
    void readsTheFieldsOfARealFrameAndNotThoseThatATextImitates() {
        assertThat(FrameText.isOf(message, "entry")).isTrue();
        assertThat(FrameText.string(message, "chat")).isEqualTo(CHAT.toString());
        assertThat(FrameText.string(message, "clientId")).isEqualTo("3.17.99");
        assertThat(FrameText.number(message, "seq")).isEqualTo(4_200_000_000L);
        assertThat(FrameText.number(message, "committed")).isEqualTo(41);
    }

    @Test
    void whatIsNotThereIsEmpty() {
        assertThat(FrameText.isOf(message, "ent")).isFalse();
        assertThat(FrameText.isOf(message, "ack")).isFalse();
        assertThat(FrameText.isOf("{}", "ack")).isFalse();
        assertThat(FrameText.string(message, "code")).isEmpty();
        assertThat(FrameText.number(message, "retryAfterMs")).isEqualTo(-1);
    }
}
