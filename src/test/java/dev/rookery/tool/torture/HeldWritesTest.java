package dev.rookery.tool.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class HeldWritesTest {
    @Test
    void messagesAreFoundBetweenBytesThatMeanOtherThings() {
        Buffer bytes = Buffer.buffer(new byte[] {4, 0, (byte) 0xc3})
                .appendString(HeldWrites.text("t-1a-1-0"))
                .appendBytes(new byte[] {0, 0, 0, 8, (byte) 0xff})
                .appendString(HeldWrites.text("t-1a-1-01"))
                .appendInt(0)
                .appendString(HeldWrites.text("t-1a-1-0"));

        assertThat(HeldWrites.in(bytes)).containsExactly("t-1a-1-0", "t-1a-1-01");
        assertThat(HeldWrites.in(Buffer.buffer("texts of others"))).isEmpty();
    }
}
