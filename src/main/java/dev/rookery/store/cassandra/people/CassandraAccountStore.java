package dev.rookery.store.cassandra.people;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.rookery.domain.User;
import dev.rookery.domain.UserId;
import dev.rookery.domain.Username;
import dev.rookery.store.Account;
import dev.rookery.store.AccountStore;
import dev.rookery.store.cassandra.driver.Cql;
import dev.rookery.store.cassandra.driver.LightweightTransaction;
import dev.rookery.store.cassandra.driver.Statements;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tables {@code usernames} and {@code users}. The user's row goes first and the name decides: a crash in between leaves a
 * row that nobody can find, and the name free.
 */
public final class CassandraAccountStore implements AccountStore {
    private static final Logger LOG = LoggerFactory.getLogger(CassandraAccountStore.class);
    private static final int MAX_USERS = 200;

    private final Cql cql;
    private final LightweightTransaction transactions;
    private final Statements<AccountQuery> statements;

    public CassandraAccountStore(Cql cql, LightweightTransaction transactions, Statements<AccountQuery> statements) {
        this.cql = cql;
        this.transactions = transactions;
        this.statements = statements;
    }

    @Override
    public Future<Boolean> create(Account account) {
        Username username = account.user().username();
        return cql.first(statements.bind(AccountQuery.FIND_NAME, username.value()))
                .compose(taken -> taken.isPresent()
                        ? Future.succeededFuture(false)
                        : addUser(account).compose(added -> reserveName(account)));
    }

    private Future<Boolean> addUser(Account account) {
        User user = account.user();
        return transactions.run(
                statements.bind(
                        AccountQuery.ADD_USER,
                        user.id().value(),
                        user.username().value(),
                        user.displayName(),
                        account.passwordHash(),
                        account.createdAt()),
                true,
                statements.bind(AccountQuery.FIND_USER_SERIAL, user.id().value()),
                (row, inDoubt) -> row.map(found -> requireMine(inDoubt)));
    }

    private static boolean requireMine(boolean inDoubt) {
        if (!inDoubt) {
            throw new IllegalStateException("the id of a new account is in use");
        }
        return true;
    }

    private Future<Boolean> reserveName(Account account) {
        User user = account.user();
        String username = user.username().value();
        return transactions
                .run(
                        statements.bind(
                                AccountQuery.RESERVE_NAME, username, user.id().value()),
                        true,
                        statements.bind(AccountQuery.FIND_NAME_SERIAL, username),
                        (row, inDoubt) -> row.map(found -> user.id().value().equals(found.getUuid("user_id"))))
                .compose(reserved -> reserved ? Future.succeededFuture(true) : removeUser(user.id()));
    }

    /** Tidies up after a lost race. If that fails a row stays that nobody can find. */
    private Future<Boolean> removeUser(UserId user) {
        return cql.run(statements.bind(AccountQuery.REMOVE_USER, user.value()))
                .onFailure(failure -> LOG.atInfo()
                        .addKeyValue("user", user)
                        .setCause(failure)
                        .log("the row of an account without a name was left behind"))
                .otherwiseEmpty()
                .map(false);
    }

    @Override
    public Future<Optional<Account>> find(Username username) {
        return cql.first(statements.bind(AccountQuery.FIND_NAME, username.value()))
                .compose(row -> row.map(found -> find(new UserId(found.getUuid("user_id"))))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    @Override
    public Future<Optional<Account>> find(UserId user) {
        return cql.first(statements.bind(AccountQuery.FIND_USER, user.value()))
                .map(row -> row.map(CassandraAccountStore::account));
    }

    @Override
    public Future<List<User>> findUsers(Collection<UserId> users) {
        if (users.size() > MAX_USERS) {
            return Future.failedFuture(new IllegalArgumentException("at most " + MAX_USERS + " users at a time"));
        }
        List<?> ids = users.stream().map(UserId::value).distinct().toList();
        return cql.all(statements.bind(AccountQuery.FIND_USERS, ids))
                .map(rows -> rows.stream().map(CassandraAccountStore::user).toList());
    }

    @Override
    public Future<List<User>> findNamed(Collection<Username> usernames) {
        if (usernames.size() > MAX_USERS) {
            return Future.failedFuture(new IllegalArgumentException("at most " + MAX_USERS + " names at a time"));
        }
        List<?> names = usernames.stream().map(Username::value).distinct().toList();
        return cql.all(statements.bind(AccountQuery.FIND_NAMES, names))
                .compose(rows -> findUsers(rows.stream()
                        .map(row -> new UserId(row.getUuid("user_id")))
                        .toList()));
    }

    @Override
    public Future<Boolean> replacePassword(UserId user, String current, String next) {
        return transactions.run(
                statements.bind(AccountQuery.REPLACE_PASSWORD, next, user.value(), current),
                true,
                statements.bind(AccountQuery.FIND_USER_SERIAL, user.value()),
                (row, inDoubt) -> judgeReplacement(row.map(found -> found.getString("password_hash")), current, next));
    }

    private static Optional<Boolean> judgeReplacement(Optional<String> stored, String current, String next) {
        boolean untouched = stored.filter(current::equals).isPresent();
        return untouched
                ? Optional.empty()
                : Optional.of(stored.filter(next::equals).isPresent());
    }

    private static Account account(Row row) {
        return new Account(user(row), row.getString("password_hash"), row.getInstant("created_at"));
    }

    private static User user(Row row) {
        return new User(
                new UserId(row.getUuid("user_id")),
                new Username(row.getString("username")),
                row.getString("display_name"));
    }
}
