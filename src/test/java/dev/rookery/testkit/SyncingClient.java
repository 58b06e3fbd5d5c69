package dev.rookery.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A connection over which a {@link ClientSync} is kept up to date; frames are taken in the order in which they came. */
public final class SyncingClient implements AutoCloseable {
    private final WebSocketTestClient socket;
    private final ClientSync view;
    private int syncs;

    private SyncingClient(WebSocketTestClient socket, ClientSync view) {
        this.socket = socket;
        this.view = view;
    }

    /** Connects, and goes on with what the device knew before. */
    public static SyncingClient connect(Vertx vertx, int port, String accessToken, ClientSync view) {
        return new SyncingClient(WebSocketTestClient.withToken(vertx, port, accessToken), view);
    }

    public ClientSync view() {
        return view;
    }

    public WebSocketTestClient socket() {
        return socket;
    }

    /** One sync of all chats; returns the frames of its answer, the last one {@code synced}. */
    @CanIgnoreReturnValue
    public List<JsonObject> sync() {
        return ask(view.sync("s" + ++syncs));
    }

    /** One sync of a single chat. */
    @CanIgnoreReturnValue
    public List<JsonObject> backfill(String chat) {
        return ask(view.backfill("s" + ++syncs, chat));
    }

    /** Sends a sync frame and takes everything in until it is answered; fails if it is refused. */
    @CanIgnoreReturnValue
    public List<JsonObject> ask(JsonObject sync) {
        socket.send(sync);
        List<JsonObject> answer = new ArrayList<>();
        String id = sync.getString("id");
        while (true) {
            JsonObject frame = next();
            if (id.equals(frame.getString("id"))) {
                answer.add(frame);
                if (frame.getString("type").equals("synced")) {
                    return answer;
                }
                if (frame.getString("type").equals("error")) {
                    throw new AssertionError("sync refused: " + frame);
                }
            }
        }
    }

    /** Takes frames in until the view is as wanted. */
    public void until(BooleanSupplier wanted) {
        while (!wanted.getAsBoolean()) {
            var unused = next();
        }
    }

    @CanIgnoreReturnValue
    private JsonObject next() {
        JsonObject frame = socket.await(any -> true);
        view.accept(frame);
        return frame;
    }

    @Override
    public void close() {
        socket.close();
    }
}
