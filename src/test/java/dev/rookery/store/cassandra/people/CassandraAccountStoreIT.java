package dev.rookery.store.cassandra.people;

import static dev.rookery.store.cassandra.OpenStores.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rookery.domain.User;
import dev.rookery.domain.UserId;
import dev.rookery.domain.Username;
import dev.rookery.store.Account;
import dev.rookery.store.AccountStore;
import dev.rookery.store.cassandra.OpenStores;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraAccountStoreIT {
    @RegisterExtension
    static final OpenStores open = new OpenStores();

    private static final AccountStore accounts = open.stores().accounts();

    private final Username name =
            new Username("u" + UUID.randomUUID().toString().substring(0, 20));

    @Test
    void createdAccountIsFoundByNameAndById() {
        Account account = account(name);

        assertThat(await(accounts.create(account))).isTrue();

        assertThat(await(accounts.find(name))).contains(account);
        assertThat(await(accounts.find(account.user().id()))).contains(account);
    }

    @Test
    void nameThatIsTakenIsRefusedAndLeavesNoAccount() {
        assertThat(await(accounts.create(account(name)))).isTrue();
        Account late = account(name);

        assertThat(await(accounts.create(late))).isFalse();

        assertThat(await(accounts.find(late.user().id()))).isEmpty();
    }

    @Test
    void exactlyOneOfTwentyRacersOnTwoSessionsGetsTheName() {
        List<Account> racers =
                IntStream.range(0, 20).mapToObj(i -> account(name)).toList();
        List<Future<Boolean>> results = new ArrayList<>();
        for (int i = 0; i < racers.size(); i++) {
            AccountStore store = i % 2 == 0 ? accounts : open.second().accounts();
            results.add(store.create(racers.get(i)));
        }

        await(Future.all(results));

        List<Account> winners = IntStream.range(0, 20)
                .filter(i -> results.get(i).result())
                .mapToObj(racers::get)
                .toList();
        assertThat(winners).hasSize(1);
        assertThat(await(accounts.find(name))).contains(winners.get(0));
        for (Account racer : racers) {
            assertThat(await(accounts.find(racer.user().id())).isPresent()).isEqualTo(winners.contains(racer));
        }
    }

    @Test
    void crashBeforeTheNameWasReservedLeavesItFree() {
        Account crashed = account(name);
        open.session()
                .execute(
                        "INSERT INTO " + open.config().keyspace()
                                + ".users (user_id, username, display_name, password_hash, created_at)"
                                + " VALUES (?, ?, 'x', 'x', 0) IF NOT EXISTS",
                        crashed.user().id().value(),
                        name.value());
        Account next = account(name);

        assertThat(await(accounts.find(name))).isEmpty();
        assertThat(await(accounts.create(next))).isTrue();
        assertThat(await(accounts.find(name))).contains(next);
    }

    @Test
    void unknownNamesAndIdsAreNotFound() {
        assertThat(await(accounts.find(name))).isEmpty();
        assertThat(await(accounts.find(new UserId(UUID.randomUUID())))).isEmpty();
    }

    @Test
    void usersAreFoundTogetherWithoutThoseThatDoNotExist() {
        List<Account> made = IntStream.range(0, 5)
                .mapToObj(i -> account(new Username(name + "-" + i)))
                .toList();
        made.forEach(account -> assertThat(await(accounts.create(account))).isTrue());
        List<UserId> asked = new ArrayList<>(
                made.stream().map(account -> account.user().id()).toList());
        asked.add(new UserId(UUID.randomUUID()));
        asked.add(asked.get(0));

        assertThat(await(accounts.findUsers(asked)))
                .containsExactlyInAnyOrderElementsOf(
                        made.stream().map(Account::user).toList());
        assertThat(await(accounts.findUsers(List.of()))).isEmpty();
        assertThatThrownBy(() -> await(accounts.findUsers(Collections.nCopies(201, asked.get(0)))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void passwordIsReplacedOnlyIfItIsStillTheOneThatWasRead() {
        Account account = account(name);
        UserId user = account.user().id();
        assertThat(await(accounts.create(account))).isTrue();

        assertThat(await(accounts.replacePassword(user, account.passwordHash(), "second")))
                .isTrue();
        assertThat(await(accounts.replacePassword(user, account.passwordHash(), "third")))
                .isFalse();

        assertThat(await(accounts.find(user)).orElseThrow().passwordHash()).isEqualTo("second");
        assertThat(await(accounts.replacePassword(new UserId(UUID.randomUUID()), "a", "b")))
                .isFalse();
    }

    @Test
    void exactlyOneOfTenPasswordChangesWins() {
        Account account = account(name);
        UserId user = account.user().id();
        assertThat(await(accounts.create(account))).isTrue();
        List<Future<Boolean>> results = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            AccountStore store = i % 2 == 0 ? accounts : open.second().accounts();
            results.add(store.replacePassword(user, account.passwordHash(), "hash-" + i));
        }

        await(Future.all(results));

        assertThat(results.stream().filter(Future::result)).hasSize(1);
        int winner = results.indexOf(
                results.stream().filter(Future::result).findFirst().orElseThrow());
        assertThat(await(accounts.find(user)).orElseThrow().passwordHash()).isEqualTo("hash-" + winner);
    }

    private static Account account(Username name) {
        return new Account(
                new User(new UserId(UUID.randomUUID()), name, "Ada Ω 😺"),
                "$argon2id$" + UUID.randomUUID(),
                Instant.ofEpochMilli(1_755_000_000_123L));
    }
}
