package dev.rookery.feature.account;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.rookery.auth.Principal;
import dev.rookery.auth.Tokens;
import dev.rookery.auth.Tokens.RefreshToken;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.ShownName;
import dev.rookery.domain.User;
import dev.rookery.domain.UserId;
import dev.rookery.domain.Username;
import dev.rookery.feature.account.Passwords.Verdict;
import dev.rookery.store.Account;
import dev.rookery.store.AccountStore;
import dev.rookery.store.Device;
import dev.rookery.store.DeviceStore;
import dev.rookery.telemetry.SecurityLog;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sign-in and refresh. Safe to call from any event loop. */
public final class SignIns {
    private static final Logger log = LoggerFactory.getLogger(SignIns.class);

    private final AccountStore accounts;
    private final DeviceStore devices;
    private final SignedInDevices signedIn;
    private final Passwords passwords;
    private final Tokens tokens;
    private final AttemptLimits limits;
    private final SignInOrigins origins;
    private final SecurityLog security;
    private final Clock clock;

    public SignIns(
            AccountStore accounts,
            DeviceStore devices,
            SignedInDevices signedIn,
            Passwords passwords,
            Tokens tokens,
            AttemptLimits limits,
            SignInOrigins origins,
            SecurityLog security,
            Clock clock) {
        this.accounts = accounts;
        this.devices = devices;
        this.signedIn = signedIn;
        this.passwords = passwords;
        this.tokens = tokens;
        this.limits = limits;
        this.origins = origins;
        this.security = security;
        this.clock = clock;
    }

    /** A device with its tokens. */
    public record SignedIn(User user, Device device, TokenPair tokens) {}

    /**
     * Signs in a new device. Fails with {@code invalid_credentials}, the same and as late for an unknown user name as for
     * a wrong password, or {@code rate_limited}.
     *
     * @param address where the request came from
     * @param earlierToken a refresh token that this device once had, or null
     */
    public Future<SignedIn> signIn(
            Username username, String password, String deviceName, String address, @Nullable String earlierToken) {
        String name = ShownName.clean("deviceName", ShownName.MAX_CHARACTERS, deviceName);
        return limits.signInFrom(address)
                .compose(granted -> accounts.find(username))
                .compose(found -> origins.of(username, found, address, earlierToken)
                        .compose(origin -> limits.signIn(origin)
                                .compose(granted -> checked(found, password, address))
                                .compose(account -> limits.signedIn(origin).map(account))))
                .compose(account -> addDevice(account, name)
                        .compose(added -> confirmed(account, password, added))
                        .compose(added -> origins.remember(account, address).map(added)));
    }

    /**
     * Spends a refresh token and gives a new pair. Fails with {@code token_reused} if it was spent before: somebody else
     * may have it, so the device is signed out. Unless it was spent by this same attempt, whose answer got lost: then the
     * pair it gave is given again, as long as that one was not spent.
     *
     * @param attempt the client's secret name for this attempt; null if it can't repeat it
     */
    public Future<TokenPair> refresh(String refreshToken, @Nullable String attempt) {
        return tokens.readRefresh(refreshToken).compose(presented -> rotate(presented, attempt));
    }

    private Future<Account> checked(Optional<Account> found, String password, String address) {
        return passwords.verify(password, found.map(Account::passwordHash)).compose(verdict -> switch (verdict) {
            case WRONG -> {
                UserId user = found.map(account -> account.user().id()).orElse(null);
                security.refused("signIn", ErrorCode.INVALID_CREDENTIALS, user, address);
                yield wrong();
            }
            case RIGHT -> Future.succeededFuture(found.orElseThrow());
            case RIGHT_BUT_OUTDATED -> hashedAgain(found.orElseThrow(), password);
        });
    }

    /** At the cost that is configured now. If that fails, the next sign-in tries again. */
    private Future<Account> hashedAgain(Account account, String password) {
        return passwords
                .hash(password)
                .compose(hash -> accounts.replacePassword(account.user().id(), account.passwordHash(), hash)
                        .map(replaced -> replaced ? new Account(account.user(), hash, account.createdAt()) : account))
                .otherwise(account);
    }

    private Future<SignedIn> addDevice(Account account, String name) {
        Device device = new Device(
                account.user().id(),
                new DeviceId(UUID.randomUUID()),
                name,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                UUID.randomUUID(),
                true);
        Principal principal = new Principal(device.user(), device.id());
        return devices.add(device)
                .map(added ->
                        new SignedIn(account.user(), device, TokenPair.issue(tokens, principal, device.refreshId())));
    }

    /**
     * A change of password signs out the devices it finds. One that was added meanwhile, with the old password, would be
     * missed, so after adding it we look whether the password is still the one we checked.
     */
    private Future<SignedIn> confirmed(Account checked, String password, SignedIn added) {
        return accounts.find(added.user().id())
                .compose(now -> now.map(Account::passwordHash).equals(Optional.of(checked.passwordHash()))
                        ? Future.succeededFuture(Verdict.RIGHT)
                        : passwords.verify(password, now.map(Account::passwordHash)))
                .compose(verdict -> verdict == Verdict.WRONG
                        ? signedIn.end(added.user().id(), List.of(added.device().id()))
                                .compose(done -> SignIns.<SignedIn>wrong())
                        : signedIn.keepNewest(added.user().id()).map(added))
                .onSuccess(done -> log.atInfo()
                        .addKeyValue("user", added.user().id())
                        .addKeyValue("device", added.device().id())
                        .log("device signed in"));
    }

    private Future<TokenPair> rotate(RefreshToken presented, @Nullable String attempt) {
        Principal principal = presented.principal();
        UUID next = attempt == null ? UUID.randomUUID() : UuidCreator.getNameBasedSha1(presented.id(), attempt);
        return devices.rotate(principal.user(), principal.device(), presented.id(), next)
                .compose(rotation -> switch (rotation) {
                    case ROTATED -> Future.succeededFuture(TokenPair.issue(tokens, principal, next));
                    case REUSED -> repeated(principal, next);
                    case SIGNED_OUT ->
                        Future.failedFuture(new RookeryException(
                                ErrorCode.UNAUTHENTICATED, "This device was signed out; sign in again"));
                });
    }

    /** Only whoever knows the attempt can have made {@code next} the current one. */
    private Future<TokenPair> repeated(Principal principal, UUID next) {
        return devices.find(principal.user(), principal.device())
                .compose(found -> found.filter(device ->
                                        device.signedIn() && device.refreshId().equals(next))
                                .isPresent()
                        ? Future.succeededFuture(TokenPair.issue(tokens, principal, next))
                        : reused(principal));
    }

    private Future<TokenPair> reused(Principal principal) {
        log.atWarn()
                .addKeyValue("user", principal.user())
                .addKeyValue("device", principal.device())
                .log("refresh token reused");
        return signedIn.end(principal.user(), List.of(principal.device()))
                .compose(done -> Future.failedFuture(
                        new RookeryException(ErrorCode.TOKEN_REUSED, ErrorCode.TOKEN_REUSED.title())));
    }

    private static <T> Future<T> wrong() {
        return Future.failedFuture(
                new RookeryException(ErrorCode.INVALID_CREDENTIALS, ErrorCode.INVALID_CREDENTIALS.title()));
    }
}
