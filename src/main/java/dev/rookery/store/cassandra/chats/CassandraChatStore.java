package dev.rookery.store.cassandra.chats;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.rookery.domain.Chat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ChatTitle;
import dev.rookery.domain.UserId;
import dev.rookery.store.ChatStore;
import dev.rookery.store.cassandra.driver.Access;
import dev.rookery.store.cassandra.driver.Cql;
import dev.rookery.store.cassandra.driver.LightweightTransaction;
import dev.rookery.store.cassandra.driver.SharedRequest;
import dev.rookery.store.cassandra.driver.Statements;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tables {@code chats} and {@code chats_by_user}; a new chat is in the inbox of its members at once, without entries. Pages of {@link #chatsOf} are in Cassandra's order of UUIDs, which is
 * not Java's.
 */
public final class CassandraChatStore implements ChatStore {
    private static final int MAX_CHATS = 200;

    private final Cql cql;
    private final LightweightTransaction transactions;
    private final Statements<ChatQuery> statements;

    public CassandraChatStore(Cql cql, LightweightTransaction transactions, Statements<ChatQuery> statements) {
        this.cql = cql;
        this.transactions = transactions;
        this.statements = statements;
    }

    @Override
    public Future<CreatedChat> create(Chat chat) {
        return find(chat.id())
                .compose(found -> found.map(stored -> Future.succeededFuture(new CreatedChat(stored, false)))
                        // First: a chat that exists is in all its members' lists, whenever its creator crashes. What is
                        // in a list and does not exist is nobody's chat, and not shown.
                        .orElseGet(() -> addToMembers(chat).compose(added -> createUnlessThere(chat))));
    }

    private Future<CreatedChat> createUnlessThere(Chat chat) {
        return transactions
                .run(
                        creation(chat),
                        true,
                        statements.bind(ChatQuery.FIND_SERIAL, chat.id().value()),
                        (row, inDoubt) -> row.filter(found -> !found.isNull("kind"))
                                .map(found -> inDoubt && chat.createdAt().equals(found.getInstant("created_at"))))
                .compose(created -> created
                        ? Future.succeededFuture(new CreatedChat(chat, true))
                        : find(chat.id()).map(stored -> new CreatedChat(stored.orElseThrow(), false)));
    }

    private BatchStatement creation(Chat chat) {
        BatchStatementBuilder batch = BatchStatement.builder(DefaultBatchType.UNLOGGED)
                .setIdempotence(Access.CONDITIONAL.idempotent())
                .addStatement(statements.bind(
                        ChatQuery.CREATE,
                        chat.kind().name(),
                        chat.createdAt(),
                        chat.id().value()));
        if (chat.title() != null) {
            batch.addStatement(statements.bind(
                    ChatQuery.CREATE_TITLE, chat.id().value(), chat.title().value()));
        }
        for (int position = 0; position < chat.members().size(); position++) {
            batch.addStatement(statements.bind(
                    ChatQuery.CREATE_MEMBER,
                    chat.id().value(),
                    chat.members().get(position).value(),
                    position));
        }
        return batch.build();
    }

    private Future<Void> addToMembers(Chat chat) {
        long timestamp = TimeUnit.MILLISECONDS.toMicros(chat.createdAt().toEpochMilli());
        return Future.all(chat.members().stream()
                        .map(member -> cql.run(SharedRequest.statement(List.of(
                                statements.bind(
                                        ChatQuery.ADD_TO_USER,
                                        member.value(),
                                        chat.id().value(),
                                        timestamp),
                                statements.bind(
                                        ChatQuery.BEGIN_HEAD,
                                        chat.createdAt(),
                                        member.value(),
                                        chat.id().value())))))
                        .toList())
                .compose(added -> cql.run(statements.bind(
                        ChatQuery.BEGIN_HEADS, chat.createdAt(), chat.id().value())));
    }

    @Override
    public Future<Optional<Chat>> find(ChatId chat) {
        return cql.all(statements.bind(ChatQuery.FIND, chat.value())).map(rows -> chat(chat, rows));
    }

    private static Optional<Chat> chat(ChatId id, List<Row> rows) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        List<UserId> members = rows.stream()
                .sorted(Comparator.comparingInt(row -> row.getInt("position")))
                .map(row -> new UserId(row.getUuid("member")))
                .toList();
        Chat.Kind kind = Chat.Kind.valueOf(rows.get(0).getString("kind"));
        String title = rows.get(0).getString("title");
        Instant createdAt = rows.get(0).getInstant("created_at");
        return Optional.of(new Chat(id, kind, title == null ? null : new ChatTitle(title), members, createdAt));
    }

    @Override
    public Future<List<ChatId>> chatsOf(UserId user, @Nullable ChatId after, int limit) {
        if (limit < 1 || limit > MAX_CHATS) {
            return Future.failedFuture(new IllegalArgumentException("limit must be between 1 and " + MAX_CHATS));
        }
        return cql.all(
                        after == null
                                ? statements.bind(ChatQuery.FIRST_OF_USER, user.value(), limit)
                                : statements.bind(ChatQuery.NEXT_OF_USER, user.value(), after.value(), limit))
                .map(rows -> rows.stream()
                        .map(row -> new ChatId(row.getUuid("chat_id")))
                        .toList());
    }

    @Override
    public Future<Set<ChatId>> among(UserId user, Collection<ChatId> chats) {
        if (chats.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        if (chats.size() > MAX_CHATS) {
            return Future.failedFuture(new IllegalArgumentException("at most " + MAX_CHATS + " chats at a time"));
        }
        return cql.all(statements.bind(
                        ChatQuery.AMONG_OF_USER,
                        user.value(),
                        chats.stream().map(ChatId::value).toList()))
                .map(rows -> rows.stream()
                        .map(row -> new ChatId(row.getUuid("chat_id")))
                        .collect(Collectors.toSet()));
    }

    @Override
    public Future<Long> count(UserId user) {
        return cql.all(statements.bind(ChatQuery.COUNT_OF_USER, user.value()))
                .map(rows -> rows.get(0).getLong("chats"));
    }
}
