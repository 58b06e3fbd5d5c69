package dev.rookery.feature.account;

import dev.rookery.auth.Principal;
import dev.rookery.auth.Tokens;
import dev.rookery.auth.Tokens.RefreshToken;
import dev.rookery.domain.UserId;
import dev.rookery.domain.Username;
import dev.rookery.store.Account;
import dev.rookery.store.KnownAddresses;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells devices and addresses that signed in to an account before from strangers, so that strangers who guess use up their own
 * allowance only. A genuine refresh token shows that a device was signed in once; whether it still is makes no difference.
 * Safe to call from any event loop.
 */
public final class SignInOrigins {
    private static final Logger log = LoggerFactory.getLogger(SignInOrigins.class);

    private final KnownAddresses addresses;
    private final Tokens tokens;

    public SignInOrigins(KnownAddresses addresses, Tokens tokens) {
        this.addresses = addresses;
        this.tokens = tokens;
    }

    /** For an account that does not exist too, after as many reads, so that the time tells nothing. */
    Future<SignInOrigin> of(
            Username username, Optional<Account> account, String address, @Nullable String earlierToken) {
        UserId user = account.map(found -> found.user().id()).orElseGet(() -> nobody(username));
        return device(user, earlierToken).compose(device -> addresses
                .isKnown(user, address)
                .map(known -> device.orElseGet(
                        () -> known ? SignInOrigin.address(user, address) : SignInOrigin.stranger(username))));
    }

    /** Best effort: who is not remembered counts among strangers the next time. */
    Future<Void> remember(Account account, String address) {
        return addresses
                .remember(account.user().id(), address)
                .onFailure(failure -> log.atInfo()
                        .addKeyValue("user", account.user().id())
                        .setCause(failure)
                        .log("the address of a sign-in was not remembered"))
                .otherwiseEmpty();
    }

    private Future<Optional<SignInOrigin>> device(UserId user, @Nullable String earlierToken) {
        if (earlierToken == null) {
            return Future.succeededFuture(Optional.empty());
        }
        return tokens.readRefresh(earlierToken)
                .map(RefreshToken::principal)
                .map(Optional::of)
                .otherwise(Optional.empty())
                .map(principal -> principal
                        .filter(found -> found.user().equals(user))
                        .map(Principal::device)
                        .map(device -> SignInOrigin.device(user, device)));
    }

    private static UserId nobody(Username username) {
        return new UserId(UUID.nameUUIDFromBytes(username.value().getBytes(StandardCharsets.UTF_8)));
    }
}
