package dev.rookery.api;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.api.StrictContract.Reply;
import dev.rookery.testkit.Contents;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.TestHttp;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls operations of one node by their name in the contract, and holds every answer against the contract. */
public final class ApiClient {
    public static final String PASSWORD = "correct horse battery";

    private final StrictContract contract;
    private final URI node;
    private final Supplier<String> address;
    private final Set<String> succeeded = new TreeSet<>();

    /** A client that comes from another address each time, so that attempts do not add up. */
    ApiClient(StrictContract contract, URI node) {
        this(contract, node, () -> {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            return "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256);
        });
    }

    private ApiClient(StrictContract contract, URI node, Supplier<String> address) {
        this.contract = contract;
        this.node = node;
        this.address = address;
    }

    /** The same from one address. */
    ApiClient from(String fixed) {
        return new ApiClient(contract, node, () -> fixed);
    }

    /** A signed-up user on one device. */
    public record Person(String id, String username, String deviceId, String accessToken, String refreshToken) {}

    /** The operations that answered with a 2xx. */
    public Set<String> succeeded() {
        return succeeded;
    }

    public Reply call(String operation, @Nullable Person who) {
        return call(operation, who, Map.of(), null);
    }

    public Reply call(String operation, @Nullable Person who, JsonObject body) {
        return call(operation, who, Map.of(), body);
    }

    public Reply call(String operation, @Nullable Person who, Map<String, String> parameters) {
        return call(operation, who, parameters, null);
    }

    public Reply call(
            String operation, @Nullable Person who, Map<String, String> parameters, @Nullable JsonObject body) {
        Operation called = contract.contract().operation(operation);
        String path = called.getOpenAPIPath();
        StringBuilder query = new StringBuilder();
        Map<String, String> headers = new HashMap<>();
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            if (isHeader(called, parameter.getKey())) {
                headers.put(parameter.getKey(), parameter.getValue());
                continue;
            }
            String value = URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8);
            String place = "{" + parameter.getKey() + "}";
            if (path.contains(place)) {
                path = path.replace(place, value);
            } else {
                query.append(query.isEmpty() ? "?" : "&")
                        .append(parameter.getKey())
                        .append('=')
                        .append(value);
            }
        }
        HttpRequest.Builder request = request(path + query)
                .method(
                        called.getHttpMethod().name(),
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()));
        headers.forEach(request::header);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (who != null) {
            request.header("Authorization", "Bearer " + who.accessToken());
        }
        Reply reply = send(request);
        contract.check(operation, reply);
        if (reply.status() < 300) {
            succeeded.add(operation);
        }
        return reply;
    }

    private static boolean isHeader(Operation operation, String parameter) {
        return operation.getParameters().stream()
                .anyMatch(known -> known.getName().equals(parameter) && known.getIn() == Location.HEADER);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(node.resolve(path))
                .header("X-Forwarded-For", address.get())
                .timeout(Patience.LIMIT);
    }

    static Reply send(HttpRequest.Builder request) {
        HttpResponse<String> response = TestHttp.send(request.build(), BodyHandlers.ofString());
        String type = response.headers().firstValue("content-type").orElse(null);
        boolean json = type != null && type.endsWith("json");
        return new Reply(
                response.statusCode(),
                type,
                response.headers(),
                json ? new JsonObject(response.body()) : new JsonObject());
    }

    public static String freshName() {
        return "u" + UUID.randomUUID().toString().substring(0, 12);
    }

    public Reply signUp(String username) {
        return call(
                "signUp",
                null,
                new JsonObject()
                        .put("username", username)
                        .put("password", PASSWORD)
                        .put("displayName", "The " + username));
    }

    Reply signIn(String username, String password) {
        return call(
                "signIn",
                null,
                new JsonObject()
                        .put("username", username)
                        .put("password", password)
                        .put("deviceName", "laptop"));
    }

    /** On a device that was signed in before. */
    Reply signInAgain(String username, String password, String earlierRefreshToken) {
        return call(
                "signIn",
                null,
                new JsonObject()
                        .put("username", username)
                        .put("password", password)
                        .put("deviceName", "laptop")
                        .put("earlierRefreshToken", earlierRefreshToken));
    }

    public Person person() {
        String username = freshName();
        expect(201, signUp(username));
        return signedIn(username);
    }

    public Person signedIn(String username) {
        JsonObject body = expect(200, signIn(username, PASSWORD)).body();
        return new Person(
                body.getJsonObject("user").getString("id"),
                username,
                body.getJsonObject("device").getString("id"),
                body.getString("accessToken"),
                body.getString("refreshToken"));
    }

    public Reply refresh(String refreshToken) {
        return call("refresh", null, new JsonObject().put("refreshToken", refreshToken));
    }

    public Reply refresh(String refreshToken, String attempt) {
        return call(
                "refresh",
                null,
                new JsonObject().put("refreshToken", refreshToken).put("attempt", attempt));
    }

    /** The id of the 1:1 chat of two people. */
    public String chat(Person creator, Person peer) {
        return call("openChat", creator, new JsonObject().put("peer", peer.id()))
                .text("id");
    }

    public Reply say(Person sender, String chat, String clientId, String text) {
        return call(
                "sendMessage",
                sender,
                Map.of("chatId", chat),
                new JsonObject().put("clientId", clientId).put("content", Contents.message(text)));
    }

    @CanIgnoreReturnValue
    public static Reply expect(int status, Reply reply) {
        if (reply.status() != status) {
            throw new AssertionError("expected " + status + ", got " + reply);
        }
        return reply;
    }
}
