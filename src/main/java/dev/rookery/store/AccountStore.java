package dev.rookery.store;

import dev.rookery.domain.User;
import dev.rookery.domain.UserId;
import dev.rookery.domain.Username;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Accounts. Reads and writes at LOCAL_QUORUM; a user name belongs to one account, whatever races for it. */
public interface AccountStore {

    /** Stores the account and reserves its user name; false if the name is taken. A crash in between reserves nothing. */
    Future<Boolean> create(Account account);

    Future<Optional<Account>> find(Username username);

    Future<Optional<Account>> find(UserId user);

    /** Those that exist, in no particular order. At most 200 at a time. */
    Future<List<User>> findUsers(Collection<UserId> users);

    /** Those that have one of these names, in no particular order. At most 200 at a time. */
    Future<List<User>> findNamed(Collection<Username> usernames);

    /**
     * Stores another password hash if the present one still is {@code current}; false if it is not, or nobody has this id.
     * A lightweight transaction: a hash that is renewed at sign-in must not undo a change of the password meanwhile.
     */
    Future<Boolean> replacePassword(UserId user, String current, String next);
}
