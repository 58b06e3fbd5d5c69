package dev.rookery.testkit;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;

/** A person with an account, signed in on one device; speaks REST with whichever node is named. Fails on any refusal. */
public final class TestUser {
    private static final String PASSWORD = "correct horse battery";

    private final String username;
    private final String id;
    private final String accessToken;

    private TestUser(String username, String id, String accessToken) {
        this.username = username;
        this.id = id;
        this.accessToken = accessToken;
    }

    public static TestUser signUp(URI node, String username) {
        JsonObject account = new JsonObject()
                .put("username", username)
                .put("password", PASSWORD)
                .put("displayName", username);
        HttpResponse<String> first = send(node.resolve("/v1/signup"), "", account);
        if (first.statusCode() == 503) {
            // It may stand although nobody could say so: then the name is taken, by us.
            await().until(() -> send(node.resolve("/v1/signup"), "", account).statusCode() != 503);
        } else {
            var unused = body(first);
        }
        return signIn(node, username);
    }

    /** Signs an existing user in on one more device. */
    public static TestUser signIn(URI node, String username) {
        JsonObject signedIn = call(
                node.resolve("/v1/signin"),
                "",
                new JsonObject()
                        .put("username", username)
                        .put("password", PASSWORD)
                        .put("deviceName", "test"));
        return new TestUser(
                username, signedIn.getJsonObject("user").getString("id"), signedIn.getString("accessToken"));
    }

    public String username() {
        return username;
    }

    public String id() {
        return id;
    }

    public String accessToken() {
        return accessToken;
    }

    /** The id of the 1:1 chat with somebody, made if need be. */
    public String openChat(URI node, TestUser peer) {
        return call(node.resolve("/v1/chats"), accessToken, new JsonObject().put("peer", peer.id()))
                .getString("id");
    }

    /** The id of a new group of this user and others. */
    public String openGroup(URI node, String title, List<TestUser> others) {
        JsonArray members = new JsonArray();
        others.forEach(other -> members.add(other.id()));
        return call(
                        node.resolve("/v1/chats"),
                        accessToken,
                        new JsonObject()
                                .put("clientId", UUID.randomUUID().toString())
                                .put("title", title)
                                .put("members", members))
                .getString("id");
    }

    /** The first page of the chat list, at most 100. */
    public JsonArray chats(URI node) {
        return call(node.resolve("/v1/chats?limit=100"), accessToken, null).getJsonArray("chats");
    }

    /** The newest messages of a chat, ascending; at most 200. */
    public JsonArray history(URI node, String chat) {
        return call(node.resolve("/v1/chats/" + chat + "/messages?limit=200"), accessToken, null)
                .getJsonArray("entries");
    }

    /** Any other request of the API with a body. */
    public JsonObject post(URI node, String path, JsonObject body) {
        return call(node.resolve(path), accessToken, body);
    }

    /** Any other request of the API that only asks. */
    public JsonObject get(URI node, String path) {
        return call(node.resolve(path), accessToken, null);
    }

    public JsonObject delete(URI node, String path) {
        return body(send(HttpRequest.newBuilder(node.resolve(path)).DELETE(), accessToken));
    }

    /** Any other request of the API without a body and without an answer. */
    public void postForNothing(URI node, String path) {
        var unused = call(node.resolve(path), accessToken, new JsonObject());
    }

    /** As every client should, it asks again while it is told to try later: whatever is asked here may be repeated. */
    private static JsonObject call(URI address, String token, JsonObject body) {
        HttpResponse<String> first = send(address, token, body);
        return body(
                first.statusCode() == 503
                        ? await().until(() -> send(address, token, body), response -> response.statusCode() != 503)
                        : first);
    }

    private static JsonObject body(HttpResponse<String> response) {
        if (response.statusCode() >= 300) {
            throw new AssertionError(response.uri() + " answered " + response.statusCode() + ": " + response.body());
        }
        return response.body().isEmpty() ? new JsonObject() : new JsonObject(response.body());
    }

    private static HttpResponse<String> send(URI address, String token, JsonObject body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).header("Content-Type", "application/json");
        if (body != null) {
            request.POST(BodyPublishers.ofString(body.encode()));
        }
        return send(request, token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String token) {
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return TestHttp.send(request.build(), BodyHandlers.ofString());
    }
}
