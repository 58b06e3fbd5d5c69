package dev.rookery.edge;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a request must be beyond what Netty asks of it. Whatever two readers of one byte stream could take for
 * two different requests is refused: one of them may be a proxy in front of this server.
 */
final class HeadRules {
    private static final Pattern HOST = Pattern.compile("(?:[A-Za-z0-9._~%-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{0,5})?");

    private HeadRules() {}

    /** What is wrong, in words without anything the client sent; null if nothing is. */
    static @Nullable String violation(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return "The version must be HTTP/1.1";
        }
        if (!isEncoded(request.uri())) {
            return "The address has a % that is not followed by two hexadecimal digits";
        }
        String host = host(request.headers(), version);
        return host == null ? framing(request.headers(), version) : host;
    }

    private static @Nullable String host(HttpHeaders headers, HttpVersion version) {
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.isEmpty() && version.equals(HttpVersion.HTTP_1_0)) {
            return null;
        }
        if (hosts.size() != 1) {
            return "There must be exactly one Host header";
        }
        return HOST.matcher(hosts.get(0)).matches() ? null : "The Host header must be a host and perhaps a port";
    }

    /** RFC 9112, 6.1 and 6.3: how long the body is must be said once, in a way that everybody understands. */
    private static @Nullable String framing(HttpHeaders headers, HttpVersion version) {
        List<String> encodings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (encodings.isEmpty()) {
            return null;
        }
        if (version.equals(HttpVersion.HTTP_1_0)) {
            return "HTTP/1.0 has no Transfer-Encoding";
        }
        if (headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            return "Content-Length and Transfer-Encoding exclude each other";
        }
        return encodings.size() == 1 && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(encodings.get(0))
                ? null
                : "Transfer-Encoding must be chunked, once and nothing else";
    }

    private static boolean isEncoded(String uri) {
        for (int at = uri.indexOf('%'); at >= 0; at = uri.indexOf('%', at + 1)) {
            if (at + 2 >= uri.length() || !isHex(uri.charAt(at + 1)) || !isHex(uri.charAt(at + 2))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(char letter) {
        return Character.digit(letter, 16) >= 0 && letter < 0x80;
    }
}
