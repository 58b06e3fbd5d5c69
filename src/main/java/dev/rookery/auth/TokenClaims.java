package dev.rookery.auth;

import dev.rookery.domain.DeviceId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;

/**
 * What a token says. Claims: {@code iss}, {@code aud}, {@code typ}, {@code sub} (user), {@code did} (device), {@code
 * jti}, {@code iat}, {@code exp}.
 */
record TokenClaims(Type type, Principal principal, UUID refreshId, Instant expiresAt) {
    static final String ALGORITHM = "ES256";

    private static final String ISSUER = "rookery";
    private static final String AUDIENCE = "rookery-clients";
    private static final UUID NO_REFRESH = new UUID(0, 0);

    enum Type {
        ACCESS("The access token has expired; refresh it"),
        REFRESH("The refresh token has expired; sign in again");

        private final String expired;

        Type(String expired) {
            this.expired = expired;
        }

        String expired() {
            return expired;
        }

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static TokenClaims access(Principal principal, Instant expiresAt) {
        return new TokenClaims(Type.ACCESS, principal, NO_REFRESH, expiresAt);
    }

    static TokenClaims refresh(Principal principal, UUID refreshId, Instant expiresAt) {
        return new TokenClaims(Type.REFRESH, principal, refreshId, expiresAt);
    }

    JsonObject toJson(Instant now) {
        JsonObject json = new JsonObject()
                .put("iss", ISSUER)
                .put("aud", AUDIENCE)
                .put("typ", type.wireName())
                .put("sub", principal.user().toString())
                .put("did", principal.device().toString())
                .put("iat", now.getEpochSecond())
                .put("exp", expiresAt.getEpochSecond());
        return type == Type.REFRESH ? json.put("jti", refreshId.toString()) : json;
    }

    /**
     * The allow-list of algorithms, ahead of the signature: the verifier holds an ES256 key only, and this also tells the
     * owner of an odd token why it is refused.
     */
    static void refuseOtherAlgorithms(String token) {
        Object algorithm;
        try {
            String[] parts = token.split("\\.", -1);
            if (parts.length != 3) {
                throw refused("This is not a token: it must have three parts");
            }
            byte[] header = Base64.getUrlDecoder().decode(parts[0]);
            algorithm = new JsonObject(new String(header, StandardCharsets.UTF_8)).getValue("alg");
        } catch (IllegalArgumentException | io.vertx.core.json.DecodeException e) {
            throw refused("This is not a token: its header can't be read");
        }
        if (!ALGORITHM.equals(algorithm)) {
            throw refused("The token must be signed with " + ALGORITHM);
        }
    }

    /** Reads the claims of a token whose signature was right. */
    static TokenClaims of(JsonObject claims, Type expected) {
        if (!ISSUER.equals(claims.getValue("iss"))) {
            throw refused("The token is from another issuer");
        }
        if (!AUDIENCE.equals(claims.getValue("aud"))) {
            throw refused("The token is for another audience");
        }
        if (!expected.wireName().equals(claims.getValue("typ"))) {
            throw refused("This is not the right kind of token: " + expected.wireName() + " is required here");
        }
        try {
            Principal principal =
                    new Principal(UserId.parse(claims.getString("sub")), DeviceId.parse(claims.getString("did")));
            Instant expiresAt = Instant.ofEpochSecond(((Number) claims.getValue("exp")).longValue());
            return expected == Type.REFRESH
                    ? refresh(principal, UUID.fromString(claims.getString("jti")), expiresAt)
                    : access(principal, expiresAt);
        } catch (RuntimeException e) {
            throw refused("The token lacks a claim, or has one that can't be read");
        }
    }

    private static RookeryException refused(String detail) {
        return new RookeryException(ErrorCode.UNAUTHENTICATED, detail);
    }
}
