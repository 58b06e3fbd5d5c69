package dev.rookery.feature.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.feature.account.Passwords.Verdict;
import dev.rookery.testkit.OwnVertx;
import dev.rookery.testkit.Patience;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OwnVertx.class)
class PasswordsTest {

    @Test
    void aHashSaysItsParametersAndMatchesItsPasswordOnly(Vertx vertx) {
        Passwords passwords = new Passwords(vertx, cheap(64));

        String hash = result(passwords.hash("correct horse"));

        assertThat(hash).startsWith("$argon2id$v=19$m=64,t=1,p=1$").doesNotContain("=$", "correct");
        assertThat(result(passwords.verify("correct horse", Optional.of(hash)))).isEqualTo(Verdict.RIGHT);
        assertThat(result(passwords.verify("Correct horse", Optional.of(hash)))).isEqualTo(Verdict.WRONG);
        assertThat(result(passwords.hash("correct horse"))).isNotEqualTo(hash);
    }

    @Test
    void agreesWithTheReferenceImplementation(Vertx vertx) {
        // printf password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 32
        Argon2Hash known = Argon2Hash.parse(
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$" + "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");

        assertThat(known.matches("password")).isTrue();
        assertThat(known.matches("passwort")).isFalse();
    }

    @Test
    void theSameCharactersMatchHoweverTheyWereTyped(Vertx vertx) {
        Passwords passwords = new Passwords(vertx, cheap(64));
        String hash = result(passwords.hash("stra\u00dfe caf\u00e9"));

        assertThat(result(passwords.verify("stra\u00dfe cafe\u0301", Optional.of(hash))))
                .isEqualTo(Verdict.RIGHT);
    }

    @Test
    void aPasswordHashedAtAnotherCostIsOutdated(Vertx vertx) {
        String old = result(new Passwords(vertx, cheap(32)).hash("correct horse"));
        Passwords passwords = new Passwords(vertx, cheap(64));

        assertThat(result(passwords.verify("correct horse", Optional.of(old)))).isEqualTo(Verdict.RIGHT_BUT_OUTDATED);
        assertThat(result(passwords.verify("wrong horse", Optional.of(old)))).isEqualTo(Verdict.WRONG);
    }

    @Test
    void nobodyIsCheckedToo(Vertx vertx) {
        Passwords passwords = new Passwords(vertx, cheap(64));

        assertThat(result(passwords.verify("nobody has this password", Optional.empty())))
                .isEqualTo(Verdict.WRONG);
    }

    @Test
    void whatCanNotBeDoneSoonIsRefused(Vertx vertx) {
        Passwords passwords = new Passwords(vertx, cheap(8_192), 1, 2);
        List<Future<String>> rush = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            rush.add(passwords.hash("correct horse"));
        }

        result(Future.join(rush).transform(done -> Future.succeededFuture()));

        assertThat(rush).filteredOn(Future::succeeded).hasSizeGreaterThanOrEqualTo(3);
        assertThat(rush).filteredOn(Future::failed).isNotEmpty().allSatisfy(refused -> {
            RookeryException failure = (RookeryException) refused.cause();
            assertThat(failure.code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(failure.retryAfter()).isPresent();
        });
    }

    @CanIgnoreReturnValue
    private static <T> T result(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(Patience.SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** A hash that costs next to nothing. */
    private static AccountSettings cheap(int memoryKib) {
        return new AccountSettings(Duration.ofSeconds(30), memoryKib, 1, 1, 1, Duration.ofMinutes(1));
    }
}
