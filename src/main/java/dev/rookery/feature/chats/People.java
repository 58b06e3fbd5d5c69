package dev.rookery.feature.chats;

import dev.rookery.api.spi.Answer;
import dev.rookery.api.spi.ApiCall;
import dev.rookery.api.spi.Operations;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.User;
import dev.rookery.domain.UserId;
import dev.rookery.domain.Username;
import dev.rookery.limit.ClusterRates;
import dev.rookery.store.Account;
import dev.rookery.store.AccountStore;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What everybody who is signed in may see of other people. */
public final class People implements Operations {
    private static final int AT_A_TIME = 200;

    private final AccountStore accounts;
    private final ClusterRates rates;

    public People(AccountStore accounts, ClusterRates rates) {
        this.accounts = accounts;
        this.rates = rates;
    }

    @Override
    public Map<String, Operation> byId() {
        return Map.of("findUser", this::findUser, "getUser", this::getUser, "lookUpUsers", this::lookUp);
    }

    private Future<Answer> findUser(ApiCall call) {
        Username wanted = new Username(call.query("username").orElseThrow());
        return find(call.principal().user(), wanted).map(Answer::ok);
    }

    private Future<Answer> getUser(ApiCall call) {
        return find(call.path("userId", UserId::parse)).map(Answer::ok);
    }

    /** The contract bounds the list. */
    private Future<Answer> lookUp(ApiCall call) {
        List<UserId> ids = call.body().getJsonArray("users").stream()
                .map(id -> ApiCall.parse("users", (String) id, UserId::parse))
                .distinct()
                .toList();
        return accounts.findUsers(ids).map(found -> Answer.ok(new Answer.FoundUsers(found)));
    }

    /** Whoever looks up many names finds out which there are: so that counts. */
    Future<User> find(UserId asker, Username username) {
        return rates.lookUp(asker, 1)
                .compose(granted -> accounts.find(username))
                .compose(People::known);
    }

    Future<User> find(UserId user) {
        return accounts.find(user).compose(People::known);
    }

    /** The ids of everybody named, in that order; see {@link MemberNames#resolve} for the failures. */
    Future<List<UserId>> all(UserId asker, MemberNames names) {
        return rates.lookUp(asker, names.usernames().size())
                .compose(granted -> Future.all(
                        inPortions(names.ids(), accounts::findUsers),
                        inPortions(names.usernames(), accounts::findNamed)))
                .map(both -> names.resolve(
                        Stream.concat(both.<List<User>>resultAt(0).stream(), both.<List<User>>resultAt(1).stream())
                                .toList()));
    }

    /** All of these people that there are. */
    Future<Map<UserId, User>> named(Collection<UserId> ids) {
        return inPortions(ids, accounts::findUsers)
                .map(found -> found.stream().collect(Collectors.toMap(User::id, Function.identity())));
    }

    private static <T> Future<List<User>> inPortions(Collection<T> keys, Function<List<T>, Future<List<User>>> find) {
        List<T> distinct = keys.stream().distinct().toList();
        List<Future<List<User>>> parts = new ArrayList<>();
        for (int from = 0; from < distinct.size(); from += AT_A_TIME) {
            parts.add(find.apply(distinct.subList(from, Math.min(from + AT_A_TIME, distinct.size()))));
        }
        return Future.all(parts)
                .map(done ->
                        parts.stream().flatMap(part -> part.result().stream()).toList());
    }

    private static Future<User> known(Optional<Account> found) {
        return found.map(account -> Future.succeededFuture(account.user()))
                .orElseGet(() -> Future.failedFuture(
                        new RookeryException(ErrorCode.USER_UNKNOWN, ErrorCode.USER_UNKNOWN.title())));
    }
}
