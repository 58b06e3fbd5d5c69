package dev.rookery.api;

import static dev.rookery.api.ApiClient.expect;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.api.ApiClient.Person;
import dev.rookery.api.StrictContract.Reply;
import dev.rookery.testkit.TestCluster;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How often one may do what over REST, on two nodes. Hardly anything comes back while the tests run. */
class RatesIT {
    private static final int CHATS_PER_USER = 4;
    private static Vertx vertx;
    private static TestCluster cluster;
    private static ApiClient one;
    private static ApiClient two;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        StrictContract contract = new StrictContract(vertx);
        cluster = TestCluster.start(
                2,
                Map.ofEntries(
                        entry("ROOKERY_LIMITS_RATED", "true"),
                        entry("ROOKERY_LIMITS_CHATS_PER_USER", Integer.toString(CHATS_PER_USER)),
                        entry("ROOKERY_LIMITS_RATES_MESSAGES", "5 + 1/h"),
                        entry("ROOKERY_LIMITS_RATES_HISTORY", "3 + 1/h"),
                        entry("ROOKERY_LIMITS_RATES_CURSORS", "3 + 1/h"),
                        entry("ROOKERY_LIMITS_RATES_LOOK_UPS", "4 + 1/h"),
                        entry("ROOKERY_LIMITS_RATES_GROUPS", "3 + 1/h"),
                        entry("ROOKERY_LIMITS_RATES_DIRECT_CHATS", "2 + 1/h"),
                        entry("ROOKERY_LIMITS_RATES_SIGN_UPS", "3 + 1/h"),
                        entry("ROOKERY_LIMITS_RATES_REQUESTS", "40 + 1/h"),
                        entry("ROOKERY_HTTP_TRUSTED_PROXIES", "127.0.0.1")));
        one = new ApiClient(contract, cluster.http(0));
        two = new ApiClient(contract, cluster.http(1));
    }

    @AfterAll
    static void stop() {
        cluster.close();
        vertx.close().await();
    }

    /** So many are granted, and the next is refused with a time to wait. */
    @CanIgnoreReturnValue
    private static Reply refusedAfter(int granted, IntFunction<Reply> ask) {
        for (int i = 0; i < granted; i++) {
            Reply reply = ask.apply(i);
            assertThat(reply.status()).as("%d: %s", i, reply).isLessThan(300);
        }
        Reply refused = expect(429, ask.apply(granted));
        assertThat(refused.code()).isEqualTo("rate_limited");
        assertThat(refused.body().getBoolean("retryable")).isTrue();
        assertThat(refused.body().getLong("retryAfterMs")).isPositive();
        assertThat(Long.parseLong(refused.header("Retry-After"))).isPositive();
        return refused;
    }

    private static JsonObject group(String clientId, Person... members) {
        List<String> ids = new ArrayList<>();
        for (Person member : members) {
            ids.add(member.id());
        }
        return new JsonObject().put("clientId", clientId).put("members", new JsonArray(ids));
    }

    @Test
    void messages() {
        Person ada = one.person();
        Person bob = one.person();
        String chat = one.chat(ada, bob);

        Reply refused = refusedAfter(5, i -> one.say(ada, chat, "m" + i, "text"));

        // No time that keeps a person waiting for an hour: it may be a burst of other devices.
        assertThat(refused.body().getLong("retryAfterMs")).isLessThanOrEqualTo(10_000);
        assertThat(one.say(bob, chat, "m", "somebody else").status()).isEqualTo(201);
    }

    @Test
    void pagesOfHistory() {
        Person ada = one.person();
        String chat = one.chat(ada, one.person());

        refusedAfter(3, i -> one.call("listMessages", ada, Map.of("chatId", chat)));
    }

    @Test
    void cursors() {
        Person ada = one.person();
        String chat = one.chat(ada, one.person());
        JsonObject cursors = new JsonObject().put("cursors", new JsonObject().put(chat, 0));

        refusedAfter(3, i -> one.call("moveCursors", ada, cursors));
    }

    @Test
    void requestsOfAnyKind() {
        Person ada = one.person();

        refusedAfter(40, i -> one.call("me", ada));
    }

    @Test
    void namesThatAreLookedUpOverAllNodes() {
        Person ada = one.person();
        Person bob = one.person();

        refusedAfter(4, i -> (i % 2 == 0 ? one : two).call("findUser", ada, Map.of("username", bob.username())));

        // In a new chat, too; a known id is no look-up.
        assertThat(one.call("openChat", ada, new JsonObject().put("username", bob.username()))
                        .status())
                .isEqualTo(429);
        JsonObject byName = new JsonObject().put("clientId", "g").put("members", new JsonArray().add(bob.username()));
        assertThat(two.call("openChat", ada, byName).status()).isEqualTo(429);
        assertThat(two.call("getUser", ada, Map.of("userId", bob.id())).status())
                .isEqualTo(200);
    }

    @Test
    void groupsThatAStrangerPutsSomebodyInto() {
        Person eve = one.person();
        Person victim = one.person();

        // A repeat is no other group.
        expect(201, one.call("openChat", eve, group("again", victim)));
        expect(200, two.call("openChat", eve, group("again", victim)));
        expect(200, one.call("openChat", eve, group("again", victim)));
        refusedAfter(2, i -> (i == 0 ? one : two).call("openChat", eve, group("g" + i, victim)));
    }

    @Test
    void directChatsWithStrangers() {
        Person eve = one.person();
        List<Person> people = List.of(one.person(), one.person(), one.person());
        expect(201, one.call("openChat", eve, peer(people.get(0))));
        expect(200, two.call("openChat", eve, peer(people.get(0))));

        refusedAfter(1, i -> two.call("openChat", eve, peer(people.get(i + 1))));
    }

    private static JsonObject peer(Person person) {
        return new JsonObject().put("peer", person.id());
    }

    @Test
    void signUpsFromOneAddressOverAllNodes() {
        String address = "203.0.113.77";

        refusedAfter(3, i -> (i % 2 == 0 ? one : two).from(address).signUp(ApiClient.freshName()));

        assertThat(one.signUp(ApiClient.freshName()).status()).isEqualTo(201);
    }

    @Test
    void chatsOfAUserAreBoundedWhoeverOpensThem() {
        Person victim = one.person();
        Person firstFriend = one.person();
        for (int i = 0; i < CHATS_PER_USER; i++) {
            Person friend = i == 0 ? firstFriend : one.person();
            expect(201, one.call("openChat", friend, peer(victim)));
        }

        Reply refused = expect(409, one.call("openChat", one.person(), peer(victim)));
        assertThat(refused.code()).isEqualTo("too_many_chats");
        assertThat(refused.body().getBoolean("retryable")).isFalse();
        assertThat(one.call("openChat", one.person(), group(UUID.randomUUID().toString(), victim))
                        .status())
                .isEqualTo(409);
        // What is there is still there.
        assertThat(one.call("openChat", firstFriend, peer(victim)).status()).isEqualTo(200);
    }
}
