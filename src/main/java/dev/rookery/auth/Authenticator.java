package dev.rookery.auth;

import io.vertx.core.Future;

/** Checks access tokens; safe to call from any event loop. */
public interface Authenticator {

    /**
     * Succeeds if the token was signed by this cluster, has not expired, and its device is still signed in. Fails with
     * {@code unauthenticated} or {@code token_expired}, or {@code store_unavailable} when that can't be found out.
     */
    Future<Principal> authenticate(String accessToken);
}
