package dev.rookery.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.DeviceId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import dev.rookery.testkit.OwnVertx;
import dev.rookery.testkit.Patience;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OwnVertx.class)
class TokensTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final Principal ANNA = new Principal(new UserId(UUID.randomUUID()), new DeviceId(UUID.randomUUID()));

    private Vertx vertx;
    private SigningKey key;
    private Tokens tokens;

    @BeforeEach
    void setUp(Vertx vertx) throws GeneralSecurityException {
        this.vertx = vertx;
        key = SigningKey.parse(SigningKey.generatePem());
        tokens = tokensAt(NOW);
    }

    @Test
    void readsWhatItIssued() {
        assertThat(result(tokens.readAccess(tokens.issueAccess(ANNA)))).isEqualTo(ANNA);
    }

    @Test
    void readsARefreshTokenWithItsId() {
        UUID id = UUID.randomUUID();

        assertThat(result(tokens.readRefresh(tokens.issueRefresh(ANNA, id))))
                .isEqualTo(new Tokens.RefreshToken(ANNA, id));
    }

    @Test
    void aSecondReadOfAKnownTokenStillChecksItsExpiry() {
        var clock = new SettableClock(NOW);
        Tokens ageing = new Tokens(vertx, new TokenKeys(key, List.of()), AuthSettings.any(), clock);
        String token = ageing.issueAccess(ANNA);
        assertThat(result(ageing.readAccess(token))).isEqualTo(ANNA);

        clock.now = NOW.plus(Duration.ofMinutes(10));

        assertThat(refusal(ageing.readAccess(token)).code()).isEqualTo(ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void refusesAnUnsignedToken() {
        String header = encode(new JsonObject().put("alg", "none").put("typ", "JWT"));
        String payload = tokens.issueAccess(ANNA).split("\\.", -1)[1];

        assertUnauthenticated(header + "." + payload + ".", "ES256");
        assertUnauthenticated(header + "." + payload, "three parts");
        assertUnauthenticated(header + "." + payload + ".c2ln", "ES256");
    }

    @Test
    void refusesAnHmacKeyedWithThePublicKey() {
        JWTAuth hmac = JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .addPubSecKey(
                                new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(key.publicPem())));
        String token = hmac.generateToken(accessClaims(), new JWTOptions().setAlgorithm("HS256"));

        assertUnauthenticated(token, "ES256");
    }

    @Test
    void refusesTheSignatureOfAnotherKey() throws GeneralSecurityException {
        SigningKey other = SigningKey.parse(SigningKey.generatePem());
        Tokens foreign = new Tokens(
                vertx, new TokenKeys(other, List.of()), AuthSettings.any(), Clock.fixed(NOW, ZoneOffset.UTC));

        assertUnauthenticated(foreign.issueAccess(ANNA), "signature");
        assertUnauthenticated(signed(other, null, accessClaims()), "signature");
        assertUnauthenticated(signed(other, key.id(), accessClaims()), "signature");
    }

    @Test
    void refusesAnotherAudience() {
        assertUnauthenticated(signed(accessClaims().put("aud", "somebody-else")), "audience");
    }

    @Test
    void refusesAnotherIssuer() {
        assertUnauthenticated(signed(accessClaims().put("iss", "somebody-else")), "issuer");
    }

    @Test
    void refusesARefreshTokenWhereAnAccessTokenIsNeededAndTheReverse() {
        assertUnauthenticated(tokens.issueRefresh(ANNA, UUID.randomUUID()), "kind of token");
        assertThat(refusal(tokens.readRefresh(tokens.issueAccess(ANNA))).code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void tellsAnExpiredTokenApart() {
        String old = tokensAt(NOW.minus(Duration.ofHours(1))).issueAccess(ANNA);

        assertThat(refusal(tokens.readAccess(old)).code()).isEqualTo(ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void refusesATokenWithoutExpiryOrDevice() {
        JsonObject endless = accessClaims();
        endless.remove("exp");
        JsonObject nowhere = accessClaims();
        nowhere.remove("did");

        assertUnauthenticated(signed(endless), "claim");
        assertUnauthenticated(signed(nowhere), "claim");
        assertUnauthenticated(signed(accessClaims().put("exp", "tomorrow")), "");
    }

    @Test
    void refusesGarbage() {
        assertUnauthenticated("", "three parts");
        assertUnauthenticated("hello", "three parts");
        assertUnauthenticated("a.b.c", "header");
        assertUnauthenticated("....", "three parts");
        assertUnauthenticated("\u0000.\u0000.\u0000", "header");
        assertUnauthenticated(encode(new JsonObject().put("alg", 7)) + ".e30.c2ln", "ES256");
    }

    @Test
    void keysAreExchangedWithoutASignOut() throws Exception {
        SigningKey next = SigningKey.parse(SigningKey.generatePem());
        Tokens announced = tokens(new TokenKeys(key, List.of(next)));
        Tokens exchanged = tokens(new TokenKeys(next, List.of(key)));
        Tokens done = tokens(new TokenKeys(next, List.of()));

        for (Tokens issuer : List.of(announced, exchanged)) {
            for (Tokens reader : List.of(announced, exchanged)) {
                assertThat(reader.readAccess(issuer.issueAccess(ANNA)).await()).isEqualTo(ANNA);
                assertThat(reader.readRefresh(issuer.issueRefresh(ANNA, UUID.randomUUID()))
                                .await()
                                .principal())
                        .isEqualTo(ANNA);
            }
        }
        assertThat(done.readAccess(exchanged.issueAccess(ANNA)).await()).isEqualTo(ANNA);
        assertThat(done.readAccess(announced.issueAccess(ANNA)).failed()).isTrue();
    }

    private Tokens tokens(TokenKeys keys) {
        return new Tokens(vertx, keys, AuthSettings.any(), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void refusesATamperedPayload() {
        String[] parts = tokens.issueAccess(ANNA).split("\\.", -1);
        String payload = encode(accessClaims().put("sub", UUID.randomUUID().toString()));

        assertUnauthenticated(parts[0] + "." + payload + "." + parts[2], "signature");
    }

    private Tokens tokensAt(Instant now) {
        return new Tokens(vertx, new TokenKeys(key, List.of()), AuthSettings.any(), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static JsonObject accessClaims() {
        return TokenClaims.access(ANNA, NOW.plus(Duration.ofMinutes(5))).toJson(NOW);
    }

    private String signed(JsonObject claims) {
        return signed(key, key.id(), claims);
    }

    private String signed(SigningKey signer, String keyId, JsonObject claims) {
        PubSecKeyOptions pem =
                new PubSecKeyOptions().setAlgorithm("ES256").setId(keyId).setBuffer(signer.privatePem());
        return JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(pem))
                .generateToken(claims, new JWTOptions().setAlgorithm("ES256"));
    }

    private static String encode(JsonObject json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    private void assertUnauthenticated(String token, String because) {
        RookeryException refusal = refusal(tokens.readAccess(token));

        assertThat(refusal.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(refusal.detail()).contains(because);
    }

    private static <T> T result(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(Patience.SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private static RookeryException refusal(Future<?> future) {
        Throwable failure = future.transform(done -> Future.succeededFuture(done.cause()))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(Patience.SECONDS, TimeUnit.SECONDS)
                .join();
        assertThat(failure).isInstanceOf(RookeryException.class);
        return (RookeryException) failure;
    }

    private static final class SettableClock extends Clock {
        private Instant now;

        SettableClock(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
