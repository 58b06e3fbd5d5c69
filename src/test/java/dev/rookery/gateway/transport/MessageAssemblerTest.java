package dev.rookery.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rookery.gateway.transport.MessageAssembler.TooLargeException;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageAssemblerTest {
    private final MessageAssembler assembler = new MessageAssembler(10);

    @Test
    void fragmentsAreJoinedAndMessagesKeptApart() throws TooLargeException {
        assertThat(assembler.add(Buffer.buffer("abc"), false)).isNull();
        assertThat(assembler.add(Buffer.buffer(""), false)).isNull();
        assertThat(assembler.add(Buffer.buffer("def"), true)).hasToString("abcdef");
        assertThat(assembler.add(Buffer.buffer("0123456789"), true)).hasToString("0123456789");
    }

    @Test
    void theLimitIsOnTheSum() throws TooLargeException {
        assertThat(assembler.add(Buffer.buffer("0123456789"), false)).isNull();

        assertThatThrownBy(() -> assembler.add(Buffer.buffer("x"), true)).isInstanceOf(TooLargeException.class);
        assertThatThrownBy(() -> assembler.add(Buffer.buffer("0123456789x"), true))
                .isInstanceOf(TooLargeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C328", "EDA080", "F4908080", "C080", "E282", "FF"})
    void whatIsNotUtf8IsRefused(String hex) {
        Buffer bytes = Buffer.buffer(HexFormat.of().parseHex(hex));

        assertThatThrownBy(() -> MessageAssembler.decode(bytes)).isInstanceOf(CharacterCodingException.class);
    }

    @Test
    void whatIsUtf8IsKept() throws CharacterCodingException {
        assertThat(MessageAssembler.decode(Buffer.buffer("é🐦\u0000\ufeff"))).isEqualTo("é🐦\u0000\ufeff");
    }
}
