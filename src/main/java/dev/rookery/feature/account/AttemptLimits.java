package dev.rookery.feature.account;

import dev.rookery.domain.DeviceId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import dev.rookery.limit.ClusterRates;
import dev.rookery.store.AttemptLimiter;
import dev.rookery.store.AttemptLimiter.Limit;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * How often passwords may be tried, over all nodes. A try counts before its outcome is known, so that parallel guesses
 * count too; a right password gives the account its token back, so only wrong ones use up the account's allowance. Devices and
 * addresses that signed in before have allowances of their own, so that strangers can't lock anybody out. The
 * address's token stays spent: each try costs the server a password hash.
 */
public final class AttemptLimits {
    private final AttemptLimiter limiter;
    private final Limit signInsOfAccount;
    private final Limit signInsFromAddress;
    private final ClusterRates rates;
    private final Limit passwordChecksOfAccount;
    private final Limit ticketsOfDevice = new Limit("ticket-device", 60, Duration.ofMinutes(1));

    AttemptLimits(AttemptLimiter limiter, AccountSettings settings, ClusterRates rates) {
        this.limiter = limiter;
        Duration window = settings.signInWindow();
        this.signInsOfAccount = new Limit("sign-in-account", settings.signInsPerAccount(), window);
        this.signInsFromAddress = new Limit("sign-in-address", settings.signInsPerAddress(), window);
        this.rates = rates;
        this.passwordChecksOfAccount = new Limit("password-account", settings.signInsPerAccount(), window);
    }

    /** Whatever the account: each try costs a password hash. */
    Future<Void> signInFrom(String address) {
        return take(signInsFromAddress, address, "sign-in attempts from your network address");
    }

    Future<Void> signIn(SignInOrigin origin) {
        return take(signInsOfAccount, origin.key(), "sign-in attempts for this account");
    }

    Future<Void> signedIn(SignInOrigin origin) {
        return limiter.giveBack(signInsOfAccount, origin.key());
    }

    Future<Void> signUp(String address) {
        return rates.signUp(address);
    }

    Future<Void> passwordCheck(UserId user) {
        return take(passwordChecksOfAccount, user.toString(), "wrong passwords for this account");
    }

    Future<Void> passwordWasRight(UserId user) {
        return limiter.giveBack(passwordChecksOfAccount, user.toString());
    }

    /** A client reconnects now and then; one that asks for more tickets than that has gone wild. */
    public Future<Void> webSocketTicket(DeviceId device) {
        return take(ticketsOfDevice, device.toString(), "WebSocket tickets");
    }

    private Future<Void> take(Limit limit, String key, String what) {
        return limiter.take(limit, key).compose(wait -> {
            if (wait.isZero()) {
                return Future.succeededFuture();
            }
            long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
            String detail = "Too many " + what + "; try again in " + seconds + " s";
            return Future.failedFuture(new RookeryException(ErrorCode.RATE_LIMITED, detail, wait));
        });
    }
}
