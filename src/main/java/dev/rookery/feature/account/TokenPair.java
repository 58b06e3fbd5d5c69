package dev.rookery.feature.account;

import dev.rookery.auth.Principal;
import dev.rookery.auth.Tokens;
import java.time.Duration;
import java.util.UUID;

/** What a signed-in device holds: a token for requests, and one to get the next pair, once. */
public record TokenPair(String access, Duration accessLifetime, String refresh, Duration refreshLifetime) {

    static TokenPair issue(Tokens tokens, Principal principal, UUID refreshId) {
        return new TokenPair(
                tokens.issueAccess(principal),
                tokens.accessLifetime(),
                tokens.issueRefresh(principal, refreshId),
                tokens.refreshLifetime());
    }

    /** Hides the tokens. */
    @Override
    public String toString() {
        return "TokenPair[******]";
    }
}
