package dev.rookery.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;

/** The one HTTP client of all tests: the JDK's can't be closed before Java 21, so it belongs to the run. */
public final class TestHttp {
    private static final HttpClient CLIENT = TestOwner.ofTheRun(
            () -> HttpClient.newBuilder().connectTimeout(Patience.LIMIT).build());

    private TestHttp() {}

    public static HttpClient client() {
        return CLIENT;
    }

    /** Waits for the answer, or a stream of it. */
    public static <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
        try {
            return CLIENT.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
