package dev.rookery.tool.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class RespTest {
    private static final List<String> VALUES = List.of(
            "+OK\r\n",
            "-ERR no\r\n",
            ":12\r\n",
            "_\r\n",
            "$-1\r\n",
            "$0\r\n\r\n",
            "$5\r\na\r\nbc\r\n",
            "*0\r\n",
            "*-1\r\n",
            "*2\r\n$1\r\na\r\n*1\r\n:1\r\n",
            "%1\r\n+a\r\n:1\r\n",
            "~2\r\n:1\r\n:2\r\n",
            "|1\r\n+a\r\n+b\r\n:1\r\n",
            "=7\r\ntxt:abc\r\n");

    @Test
    void everyValueEndsWhereItEnds() {
        for (String value : VALUES) {
            assertThat(Resp.end(Buffer.buffer("+x\r\n" + value + ":1\r\n"), 4))
                    .as(value)
                    .isEqualTo(4 + value.length());
        }
    }

    @Test
    void noValueEndsBeforeAllOfItIsThere() {
        for (String value : VALUES) {
            for (int there = 0; there < value.length(); there++) {
                assertThat(Resp.end(Buffer.buffer(value.substring(0, there)), 0))
                        .as(value.substring(0, there))
                        .isEqualTo(Resp.NOT_YET);
            }
        }
    }

    @Test
    void commandsHaveNames() {
        assertThat(Resp.name(Buffer.buffer("*2\r\n$3\r\nGET\r\n$1\r\na\r\n"))).isEqualTo("GET");
        assertThat(Resp.name(Buffer.buffer("+OK\r\n"))).isEmpty();
    }
}
