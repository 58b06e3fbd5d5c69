package dev.rookery.tool.swarm;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** REST calls. Fails with {@link RefusedException} for an answer that is no success, else with what the network said. */
public final class Rest {
    private static final int MULTIPLE_CHOICES = 300;
    private static final long TIMEOUT_MS = 15_000;

    private final HttpClient client;

    Rest(HttpClient client) {
        this.client = client;
    }

    /** @param token empty if none is needed */
    public Future<JsonObject> post(URI node, String path, String token, JsonObject body) {
        return call(HttpMethod.POST, node, path, token)
                .compose(request -> answer(request, request.send(body.toBuffer())));
    }

    public Future<JsonObject> get(URI node, String path, String token) {
        return call(HttpMethod.GET, node, path, token).compose(request -> answer(request, request.send()));
    }

    public Future<JsonObject> delete(URI node, String path, String token) {
        return call(HttpMethod.DELETE, node, path, token).compose(request -> answer(request, request.send()));
    }

    private Future<HttpClientRequest> call(HttpMethod method, URI node, String path, String token) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(node.getHost())
                .setPort(node.getPort())
                .setSsl("https".equals(node.getScheme()))
                .setURI(path)
                .setIdleTimeout(TIMEOUT_MS)
                .putHeader("Content-Type", "application/json");
        if (!token.isEmpty()) {
            options.putHeader("Authorization", "Bearer " + token);
        }
        return client.request(options);
    }

    private static Future<JsonObject> answer(
            HttpClientRequest request, Future<io.vertx.core.http.HttpClientResponse> response) {
        return response.compose(arrived -> arrived.body().map(body -> read(arrived.statusCode(), body)))
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .onFailure(late -> {
                    var unused = request.reset();
                });
    }

    private static JsonObject read(int status, Buffer body) {
        JsonObject json;
        try {
            json = body.length() == 0 ? new JsonObject() : body.toJsonObject();
        } catch (DecodeException e) {
            json = new JsonObject();
        }
        if (status >= MULTIPLE_CHOICES) {
            throw new RefusedException(
                    status, json.getString("code", ""), json.getString("detail", json.getString("title", "")));
        }
        return json;
    }
}
