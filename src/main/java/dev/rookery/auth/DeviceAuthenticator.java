package dev.rookery.auth;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import dev.rookery.store.Device;
import dev.rookery.store.DeviceStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/**
 * A token is good while its signature is right, it has not expired, and its device is signed in. The last is read from the
 * store and remembered for {@value #REMEMBERED_SECONDS} s; a sign-out anywhere in the cluster ends that at once through
 * {@link #forget}, so the delay only counts for a node that missed the event.
 */
public final class DeviceAuthenticator implements Authenticator {
    private static final int REMEMBERED_SECONDS = 10;
    private static final int MAX_REMEMBERED = 200_000;

    private final Tokens tokens;
    private final DeviceStore devices;
    private final AsyncCache<Principal, Boolean> signedIn;

    public DeviceAuthenticator(Tokens tokens, DeviceStore devices) {
        this(tokens, devices, Ticker.systemTicker());
    }

    DeviceAuthenticator(Tokens tokens, DeviceStore devices, Ticker ticker) {
        this.tokens = tokens;
        this.devices = devices;
        this.signedIn = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(Duration.ofSeconds(REMEMBERED_SECONDS))
                .ticker(ticker)
                .executor(Runnable::run)
                .buildAsync();
    }

    @Override
    public Future<Principal> authenticate(String accessToken) {
        return tokens.readAccess(accessToken).compose(this::confirm);
    }

    /** Succeeds with the principal if the device is signed in. */
    public Future<Principal> confirm(Principal principal) {
        CompletableFuture<Boolean> known = signedIn.get(principal, (asked, executor) -> isSignedIn(asked));
        Context context = Vertx.currentContext();
        Future<Boolean> answer =
                context == null ? Future.fromCompletionStage(known) : Future.fromCompletionStage(known, context);
        return answer.compose(yes -> yes
                ? Future.succeededFuture(principal)
                : Future.failedFuture(
                        new RookeryException(ErrorCode.UNAUTHENTICATED, "This device was signed out; sign in again")));
    }

    /** Devices were signed out: the next request of theirs asks the store. */
    public void forget(UserId user, Collection<DeviceId> signedOut) {
        signedOut.forEach(device -> signedIn.synchronous().invalidate(new Principal(user, device)));
    }

    private CompletableFuture<Boolean> isSignedIn(Principal asked) {
        return devices.find(asked.user(), asked.device())
                .map(found -> found.map(Device::signedIn).orElse(false))
                .toCompletionStage()
                .toCompletableFuture();
    }
}
