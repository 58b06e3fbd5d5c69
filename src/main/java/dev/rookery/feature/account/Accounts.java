package dev.rookery.feature.account;

import dev.rookery.auth.Principal;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.ShownName;
import dev.rookery.domain.User;
import dev.rookery.domain.UserId;
import dev.rookery.domain.Username;
import dev.rookery.feature.account.Passwords.Verdict;
import dev.rookery.store.Account;
import dev.rookery.store.AccountStore;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sign-up and change of password. Safe to call from any event loop. */
public final class Accounts {
    private static final Logger log = LoggerFactory.getLogger(Accounts.class);

    private final AccountStore store;
    private final SignedInDevices devices;
    private final Passwords passwords;
    private final AttemptLimits limits;
    private final Clock clock;

    public Accounts(
            AccountStore store, SignedInDevices devices, Passwords passwords, AttemptLimits limits, Clock clock) {
        this.store = store;
        this.devices = devices;
        this.passwords = passwords;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Creates an account. Fails with {@code username_taken}, also when two race for the name, or {@code rate_limited}.
     *
     * @param address where the request came from
     */
    public Future<User> signUp(Username username, String password, String displayName, String address) {
        User user = new User(
                new UserId(UUID.randomUUID()),
                username,
                ShownName.clean("displayName", ShownName.MAX_CHARACTERS, displayName));
        NewPassword chosen = chosen("password", password, user);
        return limits.signUp(address)
                .compose(granted -> store.find(username))
                .compose(found -> found.isPresent() ? taken() : passwords.hash(chosen))
                .compose(hash -> store.create(new Account(user, hash, now())))
                .compose(created -> created ? Future.succeededFuture(user) : Accounts.<User>taken())
                .onSuccess(created ->
                        log.atInfo().addKeyValue("user", created.id()).log("account created"));
    }

    /** Fails with {@code unauthenticated} if the account is gone. */
    public Future<User> find(UserId user) {
        return account(user).map(Account::user);
    }

    /**
     * Changes the password and signs out all other devices. Fails with {@code invalid_credentials} if the current password
     * is wrong, or {@code rate_limited} after too many wrong ones.
     */
    public Future<Void> changePassword(Principal principal, String current, String next) {
        return limits.passwordCheck(principal.user())
                .compose(granted -> account(principal.user()))
                .compose(account -> checked(account, current))
                .compose(account -> limits.passwordWasRight(principal.user())
                        .compose(done -> passwords.hash(chosen("newPassword", next, account.user())))
                        .compose(hash -> store.replacePassword(principal.user(), account.passwordHash(), hash)))
                .compose(replaced -> replaced
                        ? devices.signOutOthers(principal)
                        : Future.failedFuture(new RookeryException(
                                ErrorCode.INVALID_CREDENTIALS, "The password was changed by somebody else meanwhile")))
                .onSuccess(done ->
                        log.atInfo().addKeyValue("user", principal.user()).log("password changed"));
    }

    private static NewPassword chosen(String field, String password, User user) {
        return new NewPassword(field, password, personal(user));
    }

    private static List<String> personal(User user) {
        return Stream.concat(
                        Stream.of(user.username().value(), user.displayName()),
                        Arrays.stream(user.displayName().split(" ", -1)))
                .toList();
    }

    private Future<Account> account(UserId user) {
        return store.find(user).compose(found -> found.map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(
                        new RookeryException(ErrorCode.UNAUTHENTICATED, "This account does not exist"))));
    }

    private Future<Account> checked(Account account, String password) {
        return passwords
                .verify(password, Optional.of(account.passwordHash()))
                .compose(verdict -> verdict == Verdict.WRONG
                        ? Future.failedFuture(
                                new RookeryException(ErrorCode.INVALID_CREDENTIALS, "The current password is wrong"))
                        : Future.succeededFuture(account));
    }

    /** Milliseconds, as the store keeps them. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static <T> Future<T> taken() {
        return Future.failedFuture(new RookeryException(ErrorCode.USERNAME_TAKEN, ErrorCode.USERNAME_TAKEN.title()));
    }
}
