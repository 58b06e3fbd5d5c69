package dev.rookery.tool.swarm;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.UUID;

/** A person signed in on one device. */
public record Account(String username, String id, String device, String token) {
    private static final String PASSWORD = "only for measuring 1";

    /** Signs up and in at that node. */
    public static Future<Account> create(Rest rest, URI node, String username) {
        JsonObject signUp = new JsonObject()
                .put("username", username)
                .put("password", PASSWORD)
                .put("displayName", username);
        return rest.post(node, "/v1/signup", "", signUp).compose(done -> signIn(rest, node, username));
    }

    /** One more device of somebody who has an account. */
    public static Future<Account> signIn(Rest rest, URI node, String username) {
        JsonObject signIn = new JsonObject()
                .put("username", username)
                .put("password", PASSWORD)
                .put("deviceName", "swarm");
        return rest.post(node, "/v1/signin", "", signIn)
                .map(answer -> new Account(
                        username,
                        answer.getJsonObject("user").getString("id"),
                        answer.getJsonObject("device").getString("id"),
                        answer.getString("accessToken")));
    }

    /** The id of the 1:1 chat with somebody. */
    public Future<String> openChat(Rest rest, URI node, Account peer) {
        return rest.post(node, "/v1/chats", token, new JsonObject().put("peer", peer.id()))
                .map(chat -> chat.getString("id"));
    }

    /** The id of a new group with these members and this person. */
    public Future<String> createGroup(Rest rest, URI node, List<Account> others) {
        JsonObject group = new JsonObject()
                .put("clientId", UUID.randomUUID().toString())
                .put("title", "swarm")
                .put("members", new JsonArray(others.stream().map(Account::id).toList()));
        return rest.post(node, "/v1/chats", token, group).map(chat -> chat.getString("id"));
    }
}
