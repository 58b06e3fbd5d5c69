package dev.rookery.testkit;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of {@code /v1/events}: an open stream of Server-Sent Events, or one long poll after the other. */
public final class EventStreamClient implements AutoCloseable {
    private static final JsonObject END = new JsonObject().put("type", "end");

    private final InputStream body;
    private final Thread reader;
    private final BlockingQueue<JsonObject> events = new LinkedBlockingQueue<>();
    private volatile String lastEventId;
    private volatile boolean commented;

    private EventStreamClient(InputStream body, String lastEventId) {
        this.body = body;
        this.lastEventId = lastEventId;
        this.reader = new Thread(this::read, "event-stream");
        reader.setDaemon(true);
        reader.start();
    }

    /** @param lastEventId where an earlier stream ended, empty at the beginning */
    public static EventStreamClient open(URI node, String accessToken, String lastEventId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.resolve("/v1/events"))
                .header("Authorization", "Bearer " + accessToken)
                .header("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> response = TestHttp.send(request.build(), BodyHandlers.ofInputStream());
        String type = response.headers().firstValue("content-type").orElse("");
        if (response.statusCode() != 200 || !type.equals("text/event-stream")) {
            throw new AssertionError("answered " + response.statusCode() + " " + type);
        }
        return new EventStreamClient(response.body(), lastEventId);
    }

    /** One long poll; whatever it is answered. */
    public static HttpResponse<String> poll(URI node, String accessToken, @Nullable String after, String waitSeconds) {
        String query = "?wait=" + waitSeconds + (after == null ? "" : "&after=" + after);
        HttpRequest.Builder request = HttpRequest.newBuilder(node.resolve("/v1/events" + query));
        if (!accessToken.isEmpty()) {
            request.header("Authorization", "Bearer " + accessToken);
        }
        return TestHttp.send(request.build(), BodyHandlers.ofString());
    }

    /** The next event as a frame; an event of another name than the default has it as {@code event}. */
    public JsonObject next() {
        try {
            JsonObject event = events.poll(Patience.SECONDS, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("no event within " + Patience.LIMIT);
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public String lastEventId() {
        return lastEventId;
    }

    /** Whether a comment came, which shows that the server is alive. */
    public boolean commented() {
        return commented;
    }

    private void read() {
        String name = "";
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    lastEventId = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    JsonObject data = new JsonObject(line.substring(6));
                    events.add(name.isEmpty() ? data : data.put("event", name));
                } else if (line.startsWith(":")) {
                    commented = true;
                } else if (line.isEmpty()) {
                    name = "";
                }
            }
            events.add(END);
        } catch (IOException e) {
            events.add(END);
        }
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
