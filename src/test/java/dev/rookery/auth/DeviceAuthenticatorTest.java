package dev.rookery.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.DeviceId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import dev.rookery.store.Device;
import dev.rookery.testkit.LookedUpDevices;
import dev.rookery.testkit.OwnVertx;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** When the store is asked about a device, and what its answer means. */
@ExtendWith(OwnVertx.class)
class DeviceAuthenticatorTest {
    private static final Principal ANNA = new Principal(new UserId(UUID.randomUUID()), new DeviceId(UUID.randomUUID()));

    private final AtomicLong nanos = new AtomicLong();
    private final AskedStore store = new AskedStore();
    private DeviceAuthenticator authenticator;
    private String token;

    @BeforeEach
    void setUp(Vertx vertx) throws GeneralSecurityException {
        Tokens tokens = new Tokens(
                vertx,
                new TokenKeys(SigningKey.parse(SigningKey.generatePem()), List.of()),
                AuthSettings.any(),
                Clock.systemUTC());
        authenticator = new DeviceAuthenticator(tokens, store, nanos::get);
        token = tokens.issueAccess(ANNA);
    }

    @Test
    void theStoreIsAskedOnceForManyRequestsOfAMoment() {
        Future<Principal> first = authenticator.authenticate(token);
        Future<Principal> second = authenticator.authenticate(token);
        store.answer(true);

        assertThat(first.result()).isEqualTo(ANNA);
        assertThat(second.result()).isEqualTo(ANNA);
        assertThat(authenticator.authenticate(token).result()).isEqualTo(ANNA);
        assertThat(store.asked).isEmpty();
    }

    @Test
    void theStoreIsAskedAgainAfterTenSeconds() {
        Future<Principal> first = authenticator.authenticate(token);
        store.answer(true);
        assertThat(first.succeeded()).isTrue();

        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        Future<Principal> later = authenticator.authenticate(token);
        store.answer(false);

        assertThat(code(later)).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void aDeviceThatWasSignedOutIsAskedForAtOnce() {
        Future<Principal> first = authenticator.authenticate(token);
        store.answer(true);
        assertThat(first.succeeded()).isTrue();

        authenticator.forget(ANNA.user(), List.of(ANNA.device()));
        Future<Principal> second = authenticator.authenticate(token);
        store.answer(false);

        assertThat(code(second)).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void anAnswerThatWasUnderWayWhenTheDeviceWasSignedOutIsNotRemembered() {
        Future<Principal> early = authenticator.authenticate(token);
        authenticator.forget(ANNA.user(), List.of(ANNA.device()));
        store.answer(true);
        assertThat(early.succeeded()).isTrue();

        Future<Principal> late = authenticator.authenticate(token);
        store.answer(false);

        assertThat(code(late)).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void anUnavailableStoreIsToldAndNotRemembered() {
        Future<Principal> first = authenticator.authenticate(token);
        store.asked.remove().fail(new RookeryException(ErrorCode.STORE_UNAVAILABLE, "down"));
        Future<Principal> second = authenticator.authenticate(token);
        store.answer(true);

        assertThat(code(first)).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(second.succeeded()).isTrue();
    }

    private static ErrorCode code(Future<?> refused) {
        assertThat(refused.cause()).isInstanceOf(RookeryException.class);
        return ((RookeryException) refused.cause()).code();
    }

    /** Answers a question when the test says so. */
    private static final class AskedStore extends LookedUpDevices {
        private final Deque<Promise<Optional<Device>>> asked = new ArrayDeque<>();

        void answer(boolean signedIn) {
            asked.remove()
                    .complete(Optional.of(new Device(
                            ANNA.user(), ANNA.device(), "laptop", Instant.EPOCH, UUID.randomUUID(), signedIn)));
        }

        @Override
        public Future<Optional<Device>> find(UserId user, DeviceId device) {
            Promise<Optional<Device>> promise = Promise.promise();
            asked.add(promise);
            return promise.future();
        }
    }
}
