package dev.rookery.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.testkit.OwnVertx;
import dev.rookery.testkit.Patience;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OwnVertx.class)
class FailureHandlerIT {
    private HttpClient client;
    private int port;

    @BeforeEach
    void start(Vertx vertx) {
        Router router = Router.router(vertx);
        router.route().failureHandler(new FailureHandler());
        router.get("/accident").handler(context -> {
            throw new IllegalStateException("password=hunter2");
        });
        router.get("/later").handler(context -> context.fail(new IllegalArgumentException("secret")));
        router.get("/busy")
                .handler(context ->
                        context.fail(new RookeryException(ErrorCode.OVERLOADED, "too much", Duration.ofMillis(1_200))));
        router.get("/teapot").handler(context -> context.fail(new HttpException(418)));
        router.get("/large").handler(context -> context.fail(413));
        HttpServer server =
                result(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
        port = server.actualPort();
        client = vertx.createHttpClient();
    }

    @Test
    void anAccidentIsToldByItsIncidentOnly() {
        for (String path : new String[] {"/accident", "/later", "/teapot"}) {
            JsonObject problem = get(path, 500);

            assertThat(problem.getString("code")).isEqualTo("internal");
            assertThat(problem.getString("incident")).isNotEmpty();
            assertThat(problem.getString("detail")).contains(problem.getString("incident"));
            assertThat(problem.encode()).doesNotContain("hunter2", "secret", "Exception");
        }
        assertThat(get("/accident", 500).getString("incident"))
                .isNotEqualTo(get("/accident", 500).getString("incident"));
    }

    @Test
    void whatWasForeseenIsToldAsItIs() {
        assertThat(get("/busy", 503).getMap())
                .containsEntry("code", "overloaded")
                .containsEntry("detail", "too much")
                .containsEntry("retryAfterMs", 1_200);
        assertThat(get("/large", 413).getString("code")).isEqualTo("body_too_large");
    }

    private JsonObject get(String path, int status) {
        return result(client.request(HttpMethod.GET, port, "127.0.0.1", path)
                // Nested, so that the body is asked for on the event loop, before it can have passed by.
                .compose(request -> request.send().compose(response -> {
                    assertThat(response.statusCode()).isEqualTo(status);
                    assertThat(response.getHeader("content-type")).isEqualTo(Problem.CONTENT_TYPE);
                    return response.body();
                }))
                .map(body -> body.toJsonObject()));
    }

    private static <T> T result(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(Patience.SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
