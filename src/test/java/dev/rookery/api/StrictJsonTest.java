package dev.rookery.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rookery.edge.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[1, 2.5, -3, 1e2, null, true]",
                "\"text\"",
                "{\"a\":{\"a\":{\"b\":1}},\"b\":[{\"a\":1},{\"a\":2}]}",
                " {\"text\":\"🐦 /* no comment */ \\ud83d\\udc26\"} ",
                "{\"n\":9007199254740991,\"m\":-9007199254740991}"
            })
    void whatEverybodyReadsAlikePasses(String body) {
        StrictJson.check(body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':1,'a':2} | a | 'a' stands there twice",
                "{'x':[{'a':1,'b':2,'a':3}]} | x.0.a | 'x.0.a' stands there twice",
                "{'a':1,'\\u0061':2} | a | 'a' stands there twice",
                "{'n':9007199254740992} | n | 'n' must be a whole number of at most 9007199254740991",
                "{'x':{'n':-9007199254740993}} | x.n | 'x.n' must be a whole number of at most 9007199254740991",
                "{'n':99999999999999999999999} | n | 'n' must be a whole number of at most 9007199254740991",
                "{} {} | '' | The body is not one JSON value",
                "{/* c */} | '' | The body is not valid JSON: line 1, column 2",
                "{'a':NaN} | '' | The body is not valid JSON: line 1, column 9",
                "{'a':01} | '' | The body is not valid JSON: line 1, column 7"
            },
            quoteCharacter = '`')
    void whatSomebodyReadsOtherwiseIsRefused(String body, String field, String message) {
        assertRefused(
                body.strip().replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                field.strip().replace("''", ""),
                message.strip());
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        assertRefused(new byte[] {'"', (byte) 0xC0, (byte) 0xAF, '"'}, "", "The body is not valid UTF-8");
        assertRefused(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}, "", "The body is not valid UTF-8");
        assertThatThrownBy(() -> StrictJson.check("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE)))
                .isInstanceOf(InvalidRequestException.class);
        assertRefused(
                "\uFEFF{}".getBytes(StandardCharsets.UTF_8),
                "",
                "The body begins with a byte order mark; send UTF-8 without one");
        assertRefused(new byte[0], "", "A JSON body is needed");
    }

    @Test
    void depthIsLimited() {
        StrictJson.check(("[".repeat(32) + "]".repeat(32)).getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> StrictJson.check("[".repeat(33).getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("nested too deep");
    }

    private static void assertRefused(byte[] body, String field, String message) {
        assertThatThrownBy(() -> StrictJson.check(body)).isInstanceOfSatisfying(InvalidRequestException.class, e -> {
            assertThat(e.violations()).hasSize(1);
            assertThat(e.violations().get(0).field()).isEqualTo(field);
            assertThat(e.violations().get(0).message()).isEqualTo(message);
        });
    }
}
