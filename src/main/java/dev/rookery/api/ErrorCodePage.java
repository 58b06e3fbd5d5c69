package dev.rookery.api;

import dev.rookery.domain.ErrorCode;
import dev.rookery.wire.CloseCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** All error codes and close codes as a page. */
final class ErrorCodePage {
    private static final int FIRST_FINAL_CLOSE_CODE = 4_500;

    private ErrorCodePage() {}

    static String html() {
        return String.format(
                Locale.ROOT,
                """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Rookery error codes</title>
                <link rel="icon" type="image/svg+xml" href="/docs/icon.svg">
                <link rel="stylesheet" href="/docs/docs.css">
                <main>
                <h1>Error codes</h1>
                <p>HTTP errors carry them as <code>code</code> in a problem (RFC 9457), WebSocket errors in a frame of type
                <code>error</code>. Codes are stable; the sentences are not. <a href="/docs">Back to the API</a></p>
                <table>
                <thead><tr><th>code</th><th>HTTP status</th><th>try again?</th><th>meaning</th></tr></thead>
                <tbody>
                %s
                </tbody>
                </table>
                <h2>Close codes of the WebSocket</h2>
                <table>
                <thead><tr><th>code</th><th>reconnect?</th><th>meaning</th></tr></thead>
                <tbody>
                %s
                </tbody>
                </table>
                </main>
                </html>
                """,
                Arrays.stream(ErrorCode.values()).map(ErrorCodePage::row).collect(Collectors.joining("\n")),
                Arrays.stream(CloseCode.values()).map(ErrorCodePage::row).collect(Collectors.joining("\n")));
    }

    private static String row(ErrorCode code) {
        return String.format(
                Locale.ROOT,
                "<tr id=\"%s\"><td><code>%s</code></td><td>%d</td><td>%s</td><td>%s</td></tr>",
                code.wireName(),
                code.wireName(),
                code.httpStatus(),
                code.retryable() ? "yes" : "no",
                escape(code.title()));
    }

    private static String row(CloseCode code) {
        return String.format(
                Locale.ROOT,
                "<tr><td>%d</td><td>%s</td><td>%s</td></tr>",
                code.number(),
                code.number() < FIRST_FINAL_CLOSE_CODE ? "yes" : "no",
                escape(code.reason()));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
