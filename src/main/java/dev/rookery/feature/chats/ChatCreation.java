package dev.rookery.feature.chats;

import dev.rookery.api.spi.Answer;
import dev.rookery.api.spi.ApiCall;
import dev.rookery.api.spi.Operations;
import dev.rookery.bus.message.ChatReply.ChatOpened;
import dev.rookery.bus.message.ChatRequest;
import dev.rookery.bus.message.ChatRequest.OpenDirectChat;
import dev.rookery.bus.message.ChatRequest.OpenGroupChat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ChatTitle;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.User;
import dev.rookery.domain.UserId;
import dev.rookery.domain.Username;
import dev.rookery.edge.InvalidRequestException;
import dev.rookery.edge.Problem.Violation;
import dev.rookery.limit.ClusterRates;
import dev.rookery.ownership.OwnerClient;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** New chats: the one with somebody, and groups. */
public final class ChatCreation implements Operations {
    private static final String MEMBERS = "members";
    private static final String CLIENT_ID = "clientId";
    private static final String TITLE = "title";
    private static final List<String> WHO = List.of("peer", "username", MEMBERS);

    private final People people;
    private final OwnerClient owners;
    private final int maxMembers;
    private final ClusterRates rates;
    private final ChatCounts counts;

    /** @param maxMembers of a group, its creator included */
    public ChatCreation(People people, OwnerClient owners, int maxMembers, ClusterRates rates, ChatCounts counts) {
        this.people = people;
        this.owners = owners;
        this.maxMembers = maxMembers;
        this.rates = rates;
        this.counts = counts;
    }

    @Override
    public Map<String, Operation> byId() {
        return Map.of("openChat", this::openChat);
    }

    private Future<Answer> openChat(ApiCall call) {
        UserId creator = call.principal().user();
        JsonObject body = call.body();
        requireOneKind(body);
        return (names(body, MEMBERS) ? openGroup(creator, body) : openDirect(creator, body))
                .compose(opened -> people.named(opened.chat().members()).map(named -> {
                    Answer.OpenedChat chat = Answer.OpenedChat.of(opened.chat(), named);
                    return opened.created() ? Answer.created(chat) : Answer.ok(chat);
                }));
    }

    /** One of the ways to say who is meant, and what belongs to it. Not in the schema: generated clients don't read such rules. */
    private static void requireOneKind(JsonObject body) {
        List<String> given = WHO.stream().filter(field -> names(body, field)).toList();
        if (given.size() != 1) {
            throw new InvalidRequestException((given.isEmpty() ? WHO : given)
                    .stream()
                            .map(field ->
                                    new Violation(field, "exactly one of 'peer', 'username' and 'members' is needed"))
                            .toList());
        }
        boolean group = given.get(0).equals(MEMBERS);
        if (group && !names(body, CLIENT_ID)) {
            throw invalid(CLIENT_ID, "'members' needs 'clientId' beside it");
        }
        List<Violation> misplaced = group
                ? List.of()
                : Stream.of(CLIENT_ID, TITLE)
                        .filter(field -> names(body, field))
                        .map(field -> new Violation(field, "'" + field + "' needs 'members' beside it"))
                        .toList();
        if (!misplaced.isEmpty()) {
            throw new InvalidRequestException(misplaced);
        }
    }

    /** An empty list is none: generated clients send one where a program names nobody. */
    private static boolean names(JsonObject body, String field) {
        return body.getValue(field) instanceof JsonArray list ? !list.isEmpty() : body.containsKey(field);
    }

    private Future<ChatOpened> openDirect(UserId creator, JsonObject body) {
        return peer(creator, body).compose(peer -> {
            if (peer.id().equals(creator)) {
                return Future.failedFuture(RookeryException.invalid(
                        body.containsKey("peer") ? "peer" : "username", "You can't open a chat with yourself"));
            }
            OpenDirectChat request = new OpenDirectChat(creator, peer.id());
            return rates.directChat(creator)
                    .compose(granted -> open(request.chat(), request, List.of(creator, peer.id())))
                    .compose(opened -> opened.created()
                            ? Future.succeededFuture(opened)
                            : rates.noNewDirectChat(creator).map(opened));
        });
    }

    private Future<User> peer(UserId creator, JsonObject body) {
        String id = body.getString("peer");
        return id == null
                ? people.find(creator, new Username(body.getString("username")))
                : people.find(ApiCall.parse("peer", id, UserId::parse));
    }

    private Future<ChatOpened> openGroup(UserId creator, JsonObject body) {
        ClientId clientId = ApiCall.parse(CLIENT_ID, body.getString(CLIENT_ID), ClientId::new);
        String title = body.getString(TITLE);
        ChatTitle called = title == null ? null : ChatTitle.chosen(title);
        MemberNames names = MemberNames.of(body.getJsonArray(MEMBERS));
        // Who is named may be the creator: a name more than there may be members in the end.
        if (names.size() > maxMembers) {
            throw tooMany();
        }
        return rates.group(creator)
                .compose(granted -> people.all(creator, names))
                .compose(members -> {
                    List<UserId> others = members.stream()
                            .filter(member -> !member.equals(creator))
                            .toList();
                    if (others.isEmpty()) {
                        throw invalid(MEMBERS, "'members' must name somebody besides you");
                    }
                    if (others.size() + 1 > maxMembers) {
                        throw tooMany();
                    }
                    OpenGroupChat request = new OpenGroupChat(creator, clientId, called, others);
                    List<UserId> all = new ArrayList<>(others);
                    all.add(creator);
                    return open(request.chat(), request, all)
                            .compose(opened -> opened.created()
                                    ? Future.succeededFuture(opened)
                                    : rates.noNewGroup(creator).map(opened));
                });
    }

    private Future<ChatOpened> open(ChatId chat, ChatRequest<ChatOpened> request, List<UserId> members) {
        return counts.requireRoom(chat, members)
                .compose(room -> owners.ask(chat, request))
                .onSuccess(opened -> {
                    if (opened.created()) {
                        counts.opened(members);
                    }
                });
    }

    private InvalidRequestException tooMany() {
        return invalid(
                MEMBERS, "'members' has too many: a group may have " + maxMembers + " members at most, with you");
    }

    private static InvalidRequestException invalid(String field, String message) {
        return new InvalidRequestException(List.of(new Violation(field, message)));
    }
}
