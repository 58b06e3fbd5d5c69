package dev.rookery.feature.chats;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.User;
import dev.rookery.domain.UserId;
import dev.rookery.domain.Username;
import dev.rookery.edge.InvalidRequestException;
import dev.rookery.edge.Problem.Violation;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * People as a request lists them: each by user name or by user id, which is longer than any name. Whatever is wrong is told
 * of every one at once, by its place in the list.
 */
final class MemberNames {
    private static final int ID_LENGTH = 36;

    private final List<Name> names;

    private MemberNames(List<Name> names) {
        this.names = names;
    }

    /** One of the two is null. */
    private record Name(String written, @Nullable UserId id, @Nullable Username username) {}

    /** Throws {@link InvalidRequestException} if one is neither a user name nor an id. */
    static MemberNames of(JsonArray members) {
        List<Name> names = new ArrayList<>();
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            String written = members.getString(i);
            try {
                names.add(
                        written.length() == ID_LENGTH
                                ? new Name(written, UserId.parse(written), null)
                                : new Name(written, null, new Username(written)));
            } catch (IllegalArgumentException | RookeryException e) {
                violations.add(violation(i, "'" + written + "' is neither a user name nor a user id"));
            }
        }
        refuse(ErrorCode.INVALID_REQUEST, violations);
        return new MemberNames(names);
    }

    int size() {
        return names.size();
    }

    List<UserId> ids() {
        List<UserId> ids = new ArrayList<>();
        names.forEach(name -> addIfThere(ids, name.id));
        return ids;
    }

    List<Username> usernames() {
        List<Username> usernames = new ArrayList<>();
        names.forEach(name -> addIfThere(usernames, name.username));
        return usernames;
    }

    private static <T> void addIfThere(List<T> list, @Nullable T value) {
        if (value != null) {
            list.add(value);
        }
    }

    /**
     * The ids of all, in the order of the list. Throws {@link InvalidRequestException} with {@code user_unknown} if some
     * are not among those who were found, with {@code invalid_request} if somebody is named twice.
     */
    List<UserId> resolve(Collection<User> found) {
        Map<Object, UserId> known = new HashMap<>();
        found.forEach(user -> {
            known.put(user.id(), user.id());
            known.put(user.username(), user.id());
        });
        Set<UserId> members = new LinkedHashSet<>();
        List<Violation> unknown = new ArrayList<>();
        List<Violation> doubled = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Name name = names.get(i);
            UserId member = known.get(name.id == null ? name.username : name.id);
            if (member == null) {
                unknown.add(violation(i, "there is no user '" + name.written + "'"));
            } else if (!members.add(member)) {
                doubled.add(violation(i, "'" + name.written + "' is in the list twice"));
            }
        }
        refuse(ErrorCode.USER_UNKNOWN, unknown);
        refuse(ErrorCode.INVALID_REQUEST, doubled);
        return List.copyOf(members);
    }

    private static Violation violation(int place, String message) {
        return new Violation("members." + place, message);
    }

    private static void refuse(ErrorCode code, List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw new InvalidRequestException(code, violations);
        }
    }
}
