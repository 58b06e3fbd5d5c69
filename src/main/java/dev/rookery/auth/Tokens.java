package dev.rookery.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rookery.config.RookeryConfig.AuthConfig;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Issues and reads the cluster's tokens: JWTs signed with ES256 and nothing else. Every refusal is {@code
 * unauthenticated} with its own sentence, or {@code token_expired}. Safe to call from any event loop.
 */
public final class Tokens {
    private static final int REMEMBERED = 10_000;

    private final JWTAuth jwt;
    private final Clock clock;
    private final Duration accessLifetime;
    private final Duration refreshLifetime;
    /** Checking a signature costs about 0.3 ms of an event loop, and a client sends the same token for minutes. */
    private final Cache<String, TokenClaims> verified =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    public Tokens(Vertx vertx, TokenKeys keys, AuthConfig config, Clock clock) {
        // Expiry is checked here, against our clock, so that an expired token is told apart from a forged one.
        JWTAuthOptions options = new JWTAuthOptions()
                .setJWTOptions(
                        new JWTOptions().setAlgorithm(TokenClaims.ALGORITHM).setIgnoreExpiration(true))
                .addPubSecKey(pem(keys.signing().id(), keys.signing().privatePem()));
        keys.all().forEach(key -> options.addPubSecKey(pem(key.id(), key.publicPem())));
        this.jwt = JWTAuth.create(vertx, options);
        this.clock = clock;
        this.accessLifetime = config.accessTokenLifetime();
        this.refreshLifetime = config.refreshTokenLifetime();
    }

    private static PubSecKeyOptions pem(String id, String pem) {
        return new PubSecKeyOptions()
                .setAlgorithm(TokenClaims.ALGORITHM)
                .setId(id)
                .setBuffer(pem);
    }

    public Duration accessLifetime() {
        return accessLifetime;
    }

    public Duration refreshLifetime() {
        return refreshLifetime;
    }

    public String issueAccess(Principal principal) {
        return sign(TokenClaims.access(principal, expiry(accessLifetime)));
    }

    /** @param refreshId the {@code jti}, which the device's row names as the current one */
    public String issueRefresh(Principal principal, UUID refreshId) {
        return sign(TokenClaims.refresh(principal, refreshId, expiry(refreshLifetime)));
    }

    public Future<Principal> readAccess(String token) {
        TokenClaims known = verified.getIfPresent(token);
        Future<TokenClaims> claims = known != null
                ? Future.succeededFuture(known)
                : read(token, TokenClaims.Type.ACCESS).onSuccess(read -> verified.put(token, read));
        return claims.compose(this::unexpired).map(TokenClaims::principal);
    }

    public Future<RefreshToken> readRefresh(String token) {
        return read(token, TokenClaims.Type.REFRESH)
                .compose(this::unexpired)
                .map(claims -> new RefreshToken(claims.principal(), claims.refreshId()));
    }

    private Instant expiry(Duration lifetime) {
        return clock.instant().plus(lifetime);
    }

    private String sign(TokenClaims claims) {
        return jwt.generateToken(claims.toJson(clock.instant()), new JWTOptions().setAlgorithm(TokenClaims.ALGORITHM));
    }

    private Future<TokenClaims> read(String token, TokenClaims.Type type) {
        try {
            TokenClaims.refuseOtherAlgorithms(token);
            return verify(token).map(payload -> TokenClaims.of(payload, type));
        } catch (RookeryException e) {
            return Future.failedFuture(e);
        }
    }

    /** The claims, once the signature was found right. The library throws on claims of an unexpected type. */
    private Future<JsonObject> verify(String token) {
        try {
            return jwt.authenticate(new TokenCredentials(token))
                    .map(user -> user.attributes().getJsonObject("accessToken"))
                    .recover(failure -> Future.failedFuture(wrongSignature()));
        } catch (RuntimeException e) {
            return Future.failedFuture(wrongSignature());
        }
    }

    private static RookeryException wrongSignature() {
        return new RookeryException(ErrorCode.UNAUTHENTICATED, "The signature of the token is wrong");
    }

    private Future<TokenClaims> unexpired(TokenClaims claims) {
        return clock.instant().isBefore(claims.expiresAt())
                ? Future.succeededFuture(claims)
                : Future.failedFuture(new RookeryException(
                        ErrorCode.TOKEN_EXPIRED, claims.type().expired()));
    }

    /** A refresh token whose signature, type and expiry were right; whether it is still current, the store knows. */
    public record RefreshToken(Principal principal, UUID id) {}
}
