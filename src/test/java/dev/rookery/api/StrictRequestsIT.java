package dev.rookery.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.api.ApiClient.Person;
import dev.rookery.api.ApiNodes.Running;
import dev.rookery.testkit.RawHttp;
import dev.rookery.testkit.RawHttp.Answer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that two readers could take for two different things, as raw bytes. */
@ExtendWith(ApiNodes.class)
class StrictRequestsIT {
    private static final String HOST = "Host: localhost\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

    private static int port;
    private static Person anna;
    private static String chat;

    @BeforeAll
    static void start(Running nodes) {
        port = nodes.cluster.node(0).httpPort();
        ApiClient api = nodes.client(0);
        anna = api.person();
        chat = api.chat(anna, api.person());
    }

    /** Name, request; each is followed by another request, which must not be looked at. */
    static Stream<Arguments> noRequests() {
        String signIn = "POST /v1/signin HTTP/1.1\r\n" + HOST + JSON;
        return Stream.of(
                Arguments.of("two lengths", 400, signIn + "Content-Length: 5\r\n" + CHUNKED + "\r\n0\r\n\r\n"),
                Arguments.of(
                        "two lengths, the other way", 400, signIn + CHUNKED + "Content-Length: 5\r\n\r\n0\r\n\r\n"),
                Arguments.of("two Content-Length", 400, signIn + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} "),
                Arguments.of("signed Content-Length", 400, signIn + "Content-Length: +2\r\n\r\n{}"),
                Arguments.of("unknown encoding", 400, signIn + "Transfer-Encoding: xchunked\r\n\r\n"),
                Arguments.of("gzip, chunked", 400, signIn + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of("chunked twice", 400, signIn + CHUNKED + CHUNKED + "\r\n0\r\n\r\n"),
                Arguments.of("identity", 400, signIn + "Transfer-Encoding: identity\r\n\r\n"),
                Arguments.of("chunked in 1.0", 400, "POST /v1/signin HTTP/1.0\r\n" + CHUNKED + "\r\n0\r\n\r\n"),
                Arguments.of("chunk size -1", 400, signIn + CHUNKED + "\r\n-1\r\n\r\n"),
                Arguments.of("chunk size 0x0", 400, signIn + CHUNKED + "\r\n0x0\r\n\r\n"),
                Arguments.of("chunk size too large", 400, signIn + CHUNKED + "\r\nFFFFFFFFFFFFFFFFF\r\n\r\n"),
                Arguments.of("chunk without end", 400, signIn + CHUNKED + "\r\n2\r\n{}0\r\n\r\n"),
                Arguments.of("two hosts", 400, "GET /v1/me HTTP/1.1\r\n" + HOST + "Host: other\r\n\r\n"),
                Arguments.of("no host", 400, "GET /v1/me HTTP/1.1\r\n\r\n"),
                Arguments.of("a host that is none", 400, "GET /v1/me HTTP/1.1\r\nHost: a b\r\n\r\n"),
                Arguments.of("tabs", 400, "GET\t/v1/me\tHTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("two blanks", 400, "GET  /v1/me HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("no version", 400, "GET /v1/me\r\n" + HOST + "\r\n"),
                Arguments.of("another version", 400, "GET /v1/me HTTP/1.2\r\n" + HOST + "\r\n"),
                Arguments.of("HTTP/2", 400, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                Arguments.of("a method that is no token", 400, "G{T /v1/me HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("blank before the colon", 400, "GET /v1/me HTTP/1.1\r\n" + HOST + "A : b\r\n\r\n"),
                Arguments.of("a line without colon", 400, "GET /v1/me HTTP/1.1\r\n" + HOST + "nonsense\r\n\r\n"),
                Arguments.of("line feed alone", 400, "GET /v1/me HTTP/1.1\n" + HOST + "\r\n"),
                Arguments.of("bad percent", 400, "GET /%zz HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("lone percent", 400, "GET /% HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("percent in the query", 400, "GET /v1/users?username=%u HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("bytes above ASCII", 400, "GET /\u00e9 HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("long address", 414, "GET /" + "x".repeat(9_000) + " HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(
                        "large headers", 431, "GET / HTTP/1.1\r\n" + HOST + "X: " + "x".repeat(9_000) + "\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noRequests")
    void whatIsNoRequestEndsTheConnection(String name, int status, String bytes) {
        try (RawHttp raw = new RawHttp(port)) {
            raw.write(bytes + "GET /v1/me HTTP/1.1\r\n" + HOST + "\r\n");

            Answer answer = raw.read();

            assertProblem(answer, status);
            assertThat(answer.header("connection")).contains("close");
            assertThat(raw.readToEnd()).isEmpty();
        }
    }

    @Test
    void requestsBeforeNonsenseAreAnswered() {
        try (RawHttp raw = new RawHttp(port)) {
            raw.write("GET /v1/me HTTP/1.1\r\n" + HOST + "\r\nGET /docs/errors HTTP/1.1\r\n" + HOST
                    + "\r\nnonsense\r\n\r\n");

            assertThat(raw.read().status()).isEqualTo(401);
            assertThat(raw.read().status()).isEqualTo(200);
            assertProblem(raw.read(), 400);
            assertThat(raw.readToEnd()).isEmpty();
        }
    }

    @Test
    void goodChunksPass() {
        Answer answer = RawHttp.ask(
                port,
                head("application/json") + CHUNKED + "\r\n"
                        + "5;ext=1\r\n{\"cli\r\n40\r\nentId\":\"chunked\",\"content\":{\"kind\":\"message\",\"text\":\"some tea\"}}\r\n0\r\n\r\n");

        assertThat(answer.status()).isEqualTo(201);
    }

    /** Name, status, headers, body. */
    static Stream<Arguments> bodies() {
        String gzip = "Content-Encoding: gzip\r\n";
        return Stream.of(
                Arguments.of(
                        "twice a text",
                        400,
                        "",
                        "{\"clientId\":\"d\",\"content\":{\"kind\":\"message\",\"text\":\"first\",\"text\":\"second\"}}"),
                Arguments.of(
                        "a comment",
                        400,
                        "",
                        "{\"clientId\":\"d\",/* */\"content\":{\"kind\":\"message\",\"text\":\"x\"}}"),
                Arguments.of(
                        "a byte order mark",
                        400,
                        "",
                        "\u00ef\u00bb\u00bf{\"clientId\":\"d\",\"content\":{\"kind\":\"message\",\"text\":\"x\"}}"),
                Arguments.of(
                        "overlong UTF-8",
                        400,
                        "",
                        "{\"clientId\":\"o\",\"content\":{\"kind\":\"message\",\"text\":\"\u00c0\u00af\"}}"),
                Arguments.of(
                        "Latin-1",
                        400,
                        "",
                        "{\"clientId\":\"l\",\"content\":{\"kind\":\"message\",\"text\":\"caf\u00e9\"}}"),
                Arguments.of(
                        "gzip that is none",
                        415,
                        gzip,
                        "{\"clientId\":\"g\",\"content\":{\"kind\":\"message\",\"text\":\"x\"}}"),
                Arguments.of("gzip twice", 415, gzip + "Content-Encoding: identity\r\n", "{}"),
                Arguments.of("UTF-16", 400, "", "{\u0000\"\u0000t\u0000\"\u0000:\u00001\u0000}\u0000"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void aBodyIsReadInOneWayOnly(String name, int status, String headers, String body) {
        Answer answer = RawHttp.ask(
                port,
                head("application/json") + headers + "Content-Length: "
                        + body.getBytes(StandardCharsets.ISO_8859_1).length + "\r\n\r\n" + body);

        assertProblem(answer, status);
        if (status == 400) {
            assertThat(new JsonObject(answer.body()).getJsonArray("violations")).isNotEmpty();
        }
    }

    @Test
    void anotherCharsetThanUtf8IsRefused() {
        String body = "{\"clientId\":\"c\",\"content\":{\"kind\":\"message\",\"text\":\"x\"}}";
        String rest = "Content-Length: " + body.length() + "\r\n\r\n" + body;

        assertProblem(RawHttp.ask(port, head("application/json; charset=iso-8859-1") + rest), 415);
        assertThat(RawHttp.ask(port, head("application/json; charset=\"UTF-8\"") + rest)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void largeNumbersAreRefused() {
        String body = "{\"cursors\":{\"" + chat + "\":9007199254740993}}";
        Answer answer = RawHttp.ask(
                port,
                "POST /v1/cursors HTTP/1.1\r\n" + HOST + JSON + "Authorization: Bearer " + anna.accessToken()
                        + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);

        assertProblem(answer, 400);
        assertThat(violation(answer)).isEqualTo("cursors." + chat);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void parametersAreReadInOneWayOnly(String query, String field) {
        Answer answer = RawHttp.ask(
                port,
                "GET /v1/chats/" + chat + "/messages?" + query + " HTTP/1.1\r\n" + HOST + "Authorization: Bearer "
                        + anna.accessToken() + "\r\n\r\n");

        assertProblem(answer, 400);
        assertThat(violation(answer)).isEqualTo(field);
    }

    static Stream<Arguments> queries() {
        return Stream.of(
                Arguments.of("limit=1&limit=2", "limit"),
                Arguments.of("limit=1&%6cimit=1", "limit"),
                Arguments.of("limit=1;limit=1", "limit"),
                Arguments.of("other=1&other=2", "other"),
                Arguments.of("limit=1e2", "limit"),
                Arguments.of("limit=1.0", "limit"),
                Arguments.of("limit=007", "limit"),
                Arguments.of("limit=+5", "limit"),
                Arguments.of("limit=0x5", "limit"),
                Arguments.of("before=9007199254740993", "before"));
    }

    @Test
    void whatIsNotThereIsToldAsEverythingElse() {
        assertProblem(RawHttp.ask(port, "GET /nothing-there HTTP/1.1\r\n" + HOST + "\r\n"), 404);
        assertProblem(RawHttp.ask(port, "GET /favicon.ico HTTP/1.1\r\n" + HOST + "\r\n"), 404);
        assertProblem(RawHttp.ask(port, "POST /docs HTTP/1.1\r\n" + HOST + "\r\n"), 405);
        assertProblem(RawHttp.ask(port, "GET nothing HTTP/1.1\r\n" + HOST + "\r\n"), 404);
        assertProblem(RawHttp.ask(port, "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n"), 404);
    }

    @Test
    void pagesAreAnsweredToHeadToo() {
        for (String path : new String[] {"/docs", "/docs/errors", "/openapi/rookery.yaml", "/"}) {
            try (RawHttp raw = new RawHttp(port)) {
                raw.write("HEAD " + path + " HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
                assertThat(raw.readHead().status()).as(path).isEqualTo(200);
                assertThat(raw.readToEnd()).isEmpty();
            }
        }
    }

    @Test
    void aKeyOfAWebSocketIsSixteenBytes() {
        for (String key :
                new String[] {"x", "AAAA", "AAAAAAAAAAAAAAAAAAAAA===", "AAAAAAAAAAAAAAAAAAAAAB==", "%".repeat(24)}) {
            Answer answer = RawHttp.ask(
                    port,
                    "GET /v1/ws HTTP/1.1\r\n" + HOST + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: rookery.v1\r\n"
                            + "Authorization: Bearer " + anna.accessToken() + "\r\nSec-WebSocket-Key: " + key
                            + "\r\n\r\n");

            assertProblem(answer, 400);
        }
    }

    private static String head(String contentType) {
        return "POST /v1/chats/" + chat + "/messages HTTP/1.1\r\n" + HOST + "Authorization: Bearer "
                + anna.accessToken() + "\r\nContent-Type: " + contentType + "\r\n";
    }

    private static String violation(Answer answer) {
        return new JsonObject(answer.body())
                .getJsonArray("violations")
                .getJsonObject(0)
                .getString("field");
    }

    private static void assertProblem(Answer answer, int status) {
        assertThat(answer.status()).as(answer.head() + answer.body()).isEqualTo(status);
        assertThat(answer.header("content-type")).contains("application/problem+json");
        assertThat(answer.header("x-content-type-options")).contains("nosniff");
        assertThat(answer.header("referrer-policy")).contains("no-referrer");
        assertThat(answer.header("content-security-policy")).isPresent();
        assertThat(new JsonObject(answer.body()).getInteger("status")).isEqualTo(status);
    }
}
