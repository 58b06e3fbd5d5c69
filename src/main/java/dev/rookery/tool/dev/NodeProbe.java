package dev.rookery.tool.dev;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a node's management port whether it is ready and how many nodes it sees. */
final class NodeProbe {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int OK = 200;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final String host;

    NodeProbe(String host) {
        this.host = inAddress(host);
    }

    /** A host that is listened on, as clients on this machine write it in a URL. */
    static String inAddress(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "[::1]";
            default -> host.contains(":") ? "[" + host + "]" : host;
        };
    }

    /** The number of serving nodes that a ready node sees; 0 if it is not ready. */
    int nodesSeenBy(int managementPort) throws InterruptedException {
        URI uri = URI.create("http://" + host + ":" + managementPort + "/health/ready");
        try {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), BodyHandlers.ofString());
            return answer.statusCode() == OK ? nodes(new JsonObject(answer.body())) : 0;
        } catch (IOException | DecodeException e) {
            return 0; // Not listening yet.
        }
    }

    private static int nodes(JsonObject health) {
        JsonArray checks = health.getJsonArray("checks", new JsonArray());
        for (int i = 0; i < checks.size(); i++) {
            JsonObject data = checks.getJsonObject(i).getJsonObject("data", new JsonObject());
            if (data.containsKey("nodes")) {
                return data.getInteger("nodes");
            }
        }
        return 0;
    }
}
