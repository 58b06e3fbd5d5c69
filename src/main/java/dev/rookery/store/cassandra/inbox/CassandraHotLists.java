package dev.rookery.store.cassandra.inbox;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.HotListId;
import dev.rookery.domain.HotRow;
import dev.rookery.store.HotLists;
import dev.rookery.store.cassandra.driver.Cql;
import dev.rookery.store.cassandra.driver.SharedRequest;
import dev.rookery.store.cassandra.driver.Statements;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /** Lists are partitions: each goes alone, since rows of several in one request would wait for each other. */
    @Override
    public Future<Void> add(List<HotRow> rows) {
        Map<HotListId, List<BoundStatement>> byList = new LinkedHashMap<>();
        for (HotRow row : rows) {
            byList.computeIfAbsent(row.list(), unseen -> new ArrayList<>()).add(add(row.list(), row.chat()));
        }
        return Future.all(byList.values().stream()
                        .map(list -> cql.run(SharedRequest.statement(list)))
                        .toList())
                .mapEmpty();
    }

    private BoundStatement add(HotListId list, ChatId chat) {
        return statements.bind(HotListQuery.ADD, list.shard(), list.epoch(), list.number(), chat.value());
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
