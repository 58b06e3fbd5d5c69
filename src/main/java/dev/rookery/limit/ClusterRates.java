package dev.rookery.limit;

import dev.rookery.config.Rate;
import dev.rookery.config.RookeryConfig.RatesConfig;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import dev.rookery.store.AttemptLimiter;
import dev.rookery.store.AttemptLimiter.Limit;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * How often somebody may do what is rare, counted over all nodes; by each node alone while Redis is gone. Every Future fails
 * with {@code rate_limited} where it was too often. Any thread.
 */
public final class ClusterRates {
    private final AttemptLimiter limiter;
    private final RatesConfig config;
    private final LimitMeters meters;

    public ClusterRates(AttemptLimiter limiter, RatesConfig config, LimitMeters meters) {
        this.limiter = limiter;
        this.config = config;
        this.meters = meters;
    }

    /** @param names of users that are looked up at once */
    public Future<Void> lookUp(UserId user, int names) {
        return names == 0
                ? Future.succeededFuture()
                : take(LimitName.LOOK_UPS, config.lookUps(), user.toString(), names, "look-ups of user names");
    }

    public Future<Void> group(UserId creator) {
        return take(LimitName.GROUPS, config.groups(), creator.toString(), 1, "new groups of yours");
    }

    /** It was there already. */
    public Future<Void> noNewGroup(UserId creator) {
        return giveBack(LimitName.GROUPS, config.groups(), creator.toString());
    }

    public Future<Void> directChat(UserId creator) {
        return take(LimitName.DIRECT_CHATS, config.directChats(), creator.toString(), 1, "new 1:1 chats of yours");
    }

    /** It was there already. */
    public Future<Void> noNewDirectChat(UserId creator) {
        return giveBack(LimitName.DIRECT_CHATS, config.directChats(), creator.toString());
    }

    public Future<Void> signUp(String address) {
        return take(LimitName.SIGN_UPS, config.signUps(), address, 1, "sign-ups from your network address");
    }

    private Future<Void> take(LimitName name, Rate rate, String key, int tokens, String what) {
        if (rate.isOff()) {
            return Future.succeededFuture();
        }
        // More than a whole bucket would never be granted.
        return limiter.take(limit(name, rate), key, Math.min(tokens, rate.burst()))
                .compose(wait -> {
                    if (wait.isZero()) {
                        return Future.succeededFuture();
                    }
                    meters.refused(name);
                    long seconds = Math.max(1, wait.plus(Duration.ofMillis(999)).toSeconds());
                    String detail = "Too many " + what + "; try again in " + seconds + " s";
                    return Future.failedFuture(new RookeryException(ErrorCode.RATE_LIMITED, detail, wait));
                });
    }

    private Future<Void> giveBack(LimitName name, Rate rate, String key) {
        return rate.isOff() ? Future.succeededFuture() : limiter.giveBack(limit(name, rate), key);
    }

    private static Limit limit(LimitName name, Rate rate) {
        return new Limit(name.tag(), rate.burst(), rate.refillTime());
    }
}
