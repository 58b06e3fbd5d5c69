package dev.rookery.store.cassandra.inbox;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import dev.rookery.domain.ChatId;
import dev.rookery.store.HotListId;
import dev.rookery.store.HotLists;
import dev.rookery.store.cassandra.driver.Cql;
import dev.rookery.store.cassandra.driver.Statements;
import io.vertx.core.Future;
import java.util.List;

/** Tables {@code hot_lists} and {@code hot_chats}. */
public final class CassandraHotLists implements HotLists {
    private final Cql cql;
    private final Statements<HotListQuery> statements;

    public CassandraHotLists(Cql cql, Statements<HotListQuery> statements) {
        this.cql = cql;
        this.statements = statements;
    }

    @Override
    public Future<Void> open(HotListId list) {
        return cql.run(bind(HotListQuery.OPEN, list));
    }

    @Override
    public Future<Void> add(HotListId list, ChatId chat) {
        return cql.run(statements.bind(HotListQuery.ADD, list.shard(), list.epoch(), list.number(), chat.value()));
    }

    /** Its name last: what was begun is found again. */
    @Override
    public Future<Void> drop(HotListId list) {
        return cql.run(bind(HotListQuery.DROP_CHATS, list))
                .compose(dropped -> cql.run(bind(HotListQuery.DROP_LIST, list)));
    }

    @Override
    public Future<List<HotListId>> of(int shard) {
        return cql.all(statements.bind(HotListQuery.LISTS, shard)).map(rows -> rows.stream()
                .map(row -> new HotListId(shard, row.getLong("epoch"), row.getInt("number")))
                .toList());
    }

    @Override
    public Future<List<ChatId>> chats(HotListId list) {
        return cql.all(bind(HotListQuery.CHATS, list)).map(rows -> rows.stream()
                .map(row -> new ChatId(row.getUuid("chat_id")))
                .toList());
    }

    private BoundStatement bind(HotListQuery query, HotListId list) {
        return statements.bind(query, list.shard(), list.epoch(), list.number());
    }
}
