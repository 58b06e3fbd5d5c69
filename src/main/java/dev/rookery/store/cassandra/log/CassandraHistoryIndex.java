package dev.rookery.store.cassandra.log;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.DayStart;
import dev.rookery.store.HistoryIndex;
import dev.rookery.store.cassandra.driver.Cql;
import dev.rookery.store.cassandra.driver.Statements;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Table {@code chat_days}. The timestamp of a cell follows from the number it holds, so that the store itself keeps the
 * lowest seq of a day.
 */
public final class CassandraHistoryIndex implements HistoryIndex {
    private final Cql cql;
    private final Statements<HistoryQuery> statements;

    public CassandraHistoryIndex(Cql cql, Statements<HistoryQuery> statements) {
        this.cql = cql;
        this.statements = statements;
    }

    @Override
    public Future<Void> begin(ChatId chat, List<DayStart> days) {
        return Future.all(days.stream()
                        .map(start -> cql.run(statements.bind(
                                HistoryQuery.BEGIN_DAY,
                                chat.value(),
                                start.day(),
                                start.seq(),
                                LogLayout.MAX_SEQ + 1 - start.seq())))
                        .toList())
                .mapEmpty();
    }

    @Override
    public Future<Optional<Long>> firstSince(ChatId chat, LocalDate day) {
        return cql.first(statements.bind(HistoryQuery.FIRST_SINCE, chat.value(), day))
                .map(row -> row.map(found -> found.getLong("first_seq")));
    }
}
