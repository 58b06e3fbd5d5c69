package dev.rookery.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.api.ApiClient.Person;
import dev.rookery.api.ApiNodes.Running;
import dev.rookery.api.StrictContract.Reply;
import dev.rookery.testkit.Background;
import dev.rookery.testkit.Patience;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Accounts and devices on two nodes: what one node does the other knows at once. */
@ExtendWith(ApiNodes.class)
class AccountsIT {
    private static final List<String> LAST_GUESSES_LIMITED = List.of(
            "invalid_credentials",
            "invalid_credentials",
            "invalid_credentials",
            "invalid_credentials",
            "rate_limited",
            "rate_limited");

    private static ApiClient one;
    private static ApiClient two;

    @BeforeAll
    static void start(Running nodes) {
        one = nodes.client(0);
        two = nodes.client(1);
    }

    @Test
    void aUserNameBelongsToOneAccountWhoeverRacesForIt() {
        String username = ApiClient.freshName();

        List<CompletableFuture<Reply>> race = IntStream.range(0, 6)
                .mapToObj(i -> Background.start("racer", () -> (i % 2 == 0 ? one : two).signUp(username)))
                .toList();

        assertThat(race.stream().map(Patience::await).map(Reply::status))
                .containsExactlyInAnyOrder(201, 409, 409, 409, 409, 409);
        Reply again = two.signUp(username.toUpperCase(java.util.Locale.ROOT));
        assertThat(again.code()).isEqualTo("username_taken");
    }

    @Test
    void anUnknownUserNameIsAnsweredLikeAWrongPassword() {
        Person anna = one.person();

        Reply wrong = one.signIn(anna.username(), "not the password");
        Reply unknown = one.signIn(ApiClient.freshName(), "not the password");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.code()).isEqualTo("invalid_credentials");
        assertThat(unknown.body()).isEqualTo(wrong.body());
    }

    @Test
    void wrongPasswordsOfStrangersAreCountedOverAllNodes() {
        Person anna = one.person();

        assertThat(guesses(anna)).containsExactlyElementsOf(LAST_GUESSES_LIMITED);
        Reply right = two.from(someAddress()).signIn(anna.username(), ApiClient.PASSWORD);
        assertThat(right.status()).isEqualTo(429);
        assertThat(Integer.parseInt(right.header("retry-after"))).isBetween(1, 600);
        assertThat(right.body().getLong("retryAfterMs")).isPositive();
        assertThat(one.signIn(one.person().username(), ApiClient.PASSWORD).status())
                .isEqualTo(200);
    }

    @Test
    void strangersDoNotLockOutWhoSignedInFromHereBefore() {
        ApiClient home = one.from(someAddress());
        Person anna = home.person();

        assertThat(guesses(anna)).containsExactlyElementsOf(LAST_GUESSES_LIMITED);

        assertThat(home.signIn(anna.username(), ApiClient.PASSWORD).status()).isEqualTo(200);
        for (int i = 0; i < ApiNodes.SIGN_INS_PER_ACCOUNT; i++) {
            assertThat(home.signIn(anna.username(), "not the password").code()).isEqualTo("invalid_credentials");
        }
        assertThat(home.signIn(anna.username(), ApiClient.PASSWORD).code()).isEqualTo("rate_limited");
    }

    @Test
    void strangersDoNotLockOutADeviceThatSignedInBefore() {
        Person anna = one.from(someAddress()).person();
        ApiClient elsewhere = two.from(someAddress());

        assertThat(guesses(anna)).containsExactlyElementsOf(LAST_GUESSES_LIMITED);

        assertThat(elsewhere.signIn(anna.username(), ApiClient.PASSWORD).code()).isEqualTo("rate_limited");
        assertThat(elsewhere
                        .signInAgain(
                                anna.username(),
                                ApiClient.PASSWORD,
                                one.person().refreshToken())
                        .code())
                .as("with somebody else's token")
                .isEqualTo("rate_limited");
        assertThat(elsewhere
                        .signInAgain(anna.username(), ApiClient.PASSWORD, anna.refreshToken())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void passwordsThatOthersWouldTryFirstAreRefused() {
        Person anna = one.person();
        for (String easy : List.of("password", "12345678", "aaaaaaaa", "Passw0rd!", "qwertyuiop", anna.username())) {
            Reply changed = one.call("changePassword", anna, passwords(ApiClient.PASSWORD, easy));
            assertThat(changed.status()).as(easy).isEqualTo(400);
            assertThat(changed.code()).isEqualTo("password_too_easy");
        }
        String name = ApiClient.freshName();
        Reply signUp = one.call(
                "signUp",
                null,
                new JsonObject().put("username", name).put("password", name).put("displayName", "Anna"));
        assertThat(signUp.code()).isEqualTo("password_too_easy");
        assertThat(one.signIn(anna.username(), ApiClient.PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void rightPasswordsDoNotUseUpTheAllowance() {
        Person anna = one.person();

        for (int i = 0; i < 3 * ApiNodes.SIGN_INS_PER_ACCOUNT; i++) {
            assertThat((i % 2 == 0 ? one : two)
                            .signIn(anna.username(), ApiClient.PASSWORD)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void attemptsFromOneAddressAreCountedOverAllAccountsAndNodes() {
        String address = "192.0.2." + ThreadLocalRandom.current().nextInt(256);
        List<ApiClient> nodes = List.of(one.from(address), two.from(address));

        List<String> codes = IntStream.rangeClosed(0, ApiNodes.SIGN_INS_PER_ADDRESS)
                .mapToObj(i ->
                        nodes.get(i % 2).signIn(ApiClient.freshName(), "guess").code())
                .toList();

        assertThat(codes.subList(0, ApiNodes.SIGN_INS_PER_ADDRESS)).containsOnly("invalid_credentials");
        assertThat(codes.get(ApiNodes.SIGN_INS_PER_ADDRESS)).isEqualTo("rate_limited");
    }

    @Test
    void aRefreshGivesAPairThatWorksOnEveryNode() {
        Person anna = one.person();

        JsonObject pair =
                ApiClient.expect(200, two.refresh(anna.refreshToken())).body();

        Person refreshed = new Person(
                anna.id(),
                anna.username(),
                anna.deviceId(),
                pair.getString("accessToken"),
                pair.getString("refreshToken"));
        assertThat(one.call("me", refreshed).text("deviceId")).isEqualTo(anna.deviceId());
        assertThat(one.refresh(refreshed.refreshToken()).status()).isEqualTo(200);
    }

    @Test
    void aRefreshTokenThatIsUsedTwiceSignsItsDeviceOutEverywhere() {
        Person anna = one.person();
        Person herPhone = one.signedIn(anna.username());
        assertThat(two.call("me", anna).status()).isEqualTo(200);
        JsonObject pair =
                ApiClient.expect(200, one.refresh(anna.refreshToken())).body();

        Reply reused = two.refresh(anna.refreshToken());

        assertThat(reused.status()).isEqualTo(401);
        assertThat(reused.code()).isEqualTo("token_reused");
        assertThat(two.call("me", anna).code()).isEqualTo("unauthenticated");
        awaitRefused(one, anna);
        assertThat(one.refresh(pair.getString("refreshToken")).code()).isEqualTo("unauthenticated");
        assertThat(one.call("me", herPhone).status()).isEqualTo(200);
    }

    @Test
    void aRefreshWhoseAnswerGotLostIsRepeatedUnderItsName() {
        Person anna = one.person();
        String attempt = "an-attempt-of-anna";
        JsonObject lost =
                ApiClient.expect(200, one.refresh(anna.refreshToken(), attempt)).body();

        JsonObject repeated =
                ApiClient.expect(200, two.refresh(anna.refreshToken(), attempt)).body();

        // Either copy of the new token may be spent, and that once.
        ApiClient.expect(200, one.refresh(repeated.getString("refreshToken")));
        assertThat(two.refresh(lost.getString("refreshToken")).code()).isEqualTo("token_reused");
        awaitRefused(one, anna);
    }

    @Test
    void aRefreshUnderAnotherNameOrAfterItsPairWasUsedIsReuse() {
        Person anna = one.person();
        ApiClient.expect(200, one.refresh(anna.refreshToken(), "an-attempt-of-anna"));
        assertThat(two.refresh(anna.refreshToken(), "what-a-thief-may-guess").code())
                .isEqualTo("token_reused");
        awaitRefused(one, anna);

        Person bob = one.person();
        JsonObject pair = ApiClient.expect(200, one.refresh(bob.refreshToken(), "an-attempt-of-bob"))
                .body();
        ApiClient.expect(200, one.refresh(pair.getString("refreshToken")));
        assertThat(two.refresh(bob.refreshToken(), "an-attempt-of-bob").code()).isEqualTo("token_reused");
    }

    @Test
    void ofManyRefreshesAtOnceOneWinsAtMost() {
        Person anna = one.person();

        List<CompletableFuture<Reply>> race = IntStream.range(0, 6)
                .mapToObj(i -> Background.start("racer", () -> (i % 2 == 0 ? one : two).refresh(anna.refreshToken())))
                .toList();

        List<Reply> replies = race.stream().map(Patience::await).toList();
        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSizeLessThanOrEqualTo(1);
        assertThat(replies)
                .filteredOn(reply -> reply.status() != 200)
                .extracting(Reply::code)
                .isSubsetOf("token_reused", "unauthenticated");
        awaitRefused(one, anna);
    }

    @Test
    void aForgedRefreshTokenSignsNobodyOut() {
        Person anna = one.person();
        String[] parts = anna.refreshToken().split("\\.", -1);
        String forged = parts[0] + "." + parts[1] + "." + "A".repeat(parts[2].length());

        assertThat(one.refresh(forged).code()).isEqualTo("unauthenticated");
        assertThat(one.refresh(anna.accessToken()).code()).isEqualTo("unauthenticated");
        assertThat(one.refresh(anna.refreshToken()).status()).isEqualTo(200);
    }

    @Test
    void aSignedOutDeviceIsRefusedOnEveryNode() {
        Person anna = one.person();
        assertThat(two.call("me", anna).status()).isEqualTo(200);

        assertThat(one.call("signOut", anna).status()).isEqualTo(204);

        Reply refused = one.call("me", anna);
        assertThat(refused.detail()).isEqualTo("This device was signed out; sign in again");
        awaitRefused(two, anna);
        assertThat(two.refresh(anna.refreshToken()).code()).isEqualTo("unauthenticated");
    }

    @Test
    void aDeviceCanBeSignedOutFromAnother() {
        Person laptop = one.person();
        Person phone = two.signedIn(laptop.username());
        List<String> before = deviceIds(one.call("listDevices", laptop));

        Reply done = one.call("signOutDevice", laptop, Map.of("deviceId", phone.deviceId()));

        assertThat(before).containsExactly(laptop.deviceId(), phone.deviceId());
        assertThat(done.status()).isEqualTo(204);
        assertThat(deviceIds(two.call("listDevices", laptop))).containsExactly(laptop.deviceId());
        awaitRefused(two, phone);
        assertThat(one.call("signOutDevice", laptop, Map.of("deviceId", phone.deviceId()))
                        .code())
                .isEqualTo("device_unknown");
    }

    @Test
    void oneDeviceTooManySignsOutTheOldest() {
        Person oldest = one.person();
        Person second = two.signedIn(oldest.username());
        for (int i = 2; i < 50; i++) {
            ApiClient.expect(200, (i % 2 == 0 ? one : two).signIn(oldest.username(), ApiClient.PASSWORD));
        }
        assertThat(one.call("me", oldest).status()).isEqualTo(200);

        Person newest = two.signedIn(oldest.username());

        assertThat(deviceIds(one.call("listDevices", newest)))
                .hasSize(50)
                .contains(second.deviceId(), newest.deviceId())
                .doesNotContain(oldest.deviceId());
        awaitRefused(one, oldest);
    }

    @Test
    void aChangedPasswordSignsOutAllOtherDevices() {
        Person laptop = one.person();
        Person phone = two.signedIn(laptop.username());

        Reply changed = one.call("changePassword", laptop, passwords(ApiClient.PASSWORD, "a better password"));

        assertThat(changed.status()).isEqualTo(204);
        assertThat(one.call("me", laptop).status()).isEqualTo(200);
        assertThat(deviceIds(one.call("listDevices", laptop))).containsExactly(laptop.deviceId());
        awaitRefused(two, phone);
        assertThat(two.signIn(laptop.username(), ApiClient.PASSWORD).code()).isEqualTo("invalid_credentials");
        assertThat(two.signIn(laptop.username(), "a better password").status()).isEqualTo(200);
    }

    @Test
    void aPasswordIsChangedOnlyByWhoKnowsIt() {
        Person anna = one.person();
        JsonObject guess = passwords("not the password", "a better password");

        for (int i = 0; i < ApiNodes.SIGN_INS_PER_ACCOUNT; i++) {
            assertThat((i % 2 == 0 ? one : two)
                            .call("changePassword", anna, guess)
                            .code())
                    .isEqualTo("invalid_credentials");
        }
        assertThat(one.call("changePassword", anna, guess).code()).isEqualTo("rate_limited");
        assertThat(one.signIn(anna.username(), ApiClient.PASSWORD).status()).isEqualTo(200);
    }

    /** The other node hears of a sign-out over the bus; {@code DeviceAuthenticatorTest} shows that it then asks at once. */
    private static void awaitRefused(ApiClient node, Person person) {
        org.awaitility.Awaitility.await()
                .atMost(Patience.LIMIT)
                .untilAsserted(() -> assertThat(node.call("me", person).code()).isEqualTo("unauthenticated"));
    }

    /** Six wrong passwords from an address that nobody knows, over both nodes in turn: their codes. */
    private static List<String> guesses(Person person) {
        String address = someAddress();
        return Stream.of(one, two, one, two, one, two)
                .map(node -> node.from(address)
                        .signIn(person.username(), "not the password")
                        .code())
                .toList();
    }

    /** Of a network that is set aside for examples; no other test has the same. */
    private static String someAddress() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "2001:db8:" + Integer.toHexString(random.nextInt(65_536)) + ":"
                + Integer.toHexString(random.nextInt(65_536)) + "::1";
    }

    private static List<String> deviceIds(Reply devices) {
        return devices.body().getJsonArray("devices").stream()
                .map(device -> ((JsonObject) device).getString("id"))
                .toList();
    }

    private static JsonObject passwords(String current, String next) {
        return new JsonObject().put("currentPassword", current).put("newPassword", next);
    }
}
