package dev.rookery.store.cassandra.inbox;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import dev.rookery.domain.UserId;
import dev.rookery.store.cassandra.driver.Cql;
import dev.rookery.store.cassandra.driver.Replicas;
import dev.rookery.store.cassandra.driver.SharedRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of many users, in any order, in few requests: those of one user are one mutation, and users whose rows have the
 * same replicas share a request. Nobody waits for one of these rows, so that it may take longer than alone.
 */
final class MemberRows {
    private static final int AT_A_TIME = 8;
    private static final int BYTES = 96;
    private static final int MOST_OF_A_USER = 40;

    private final Cql cql;

    MemberRows(Cql cql) {
        this.cql = cql;
    }

    record MemberRow(UserId member, BoundStatement row) {}

    /** Fails if one fails; others may be written then. */
    Future<Void> write(List<MemberRow> rows) {
        if (rows.isEmpty()) {
            return Future.succeededFuture();
        }
        return cql.replicas()
                .map(known -> divide(rows, known))
                .otherwise(unknown -> divide(rows, null))
                .compose(requests -> run(requests, 0));
    }

    private static List<SharedRequest> divide(List<MemberRow> rows, @Nullable Replicas known) {
        List<SharedRequest.Part> parts = new ArrayList<>();
        Map<UserId, List<BoundStatement>> open = new LinkedHashMap<>();
        for (MemberRow row : rows) {
            List<BoundStatement> ofMember = open.computeIfAbsent(row.member(), unseen -> new ArrayList<>());
            ofMember.add(row.row());
            if (ofMember.size() == MOST_OF_A_USER) {
                parts.add(part(ofMember));
                open.remove(row.member());
            }
        }
        open.values().forEach(ofMember -> parts.add(part(ofMember)));
        return SharedRequest.divide(
                parts, part -> known == null ? Set.of() : known.of(part.rows().get(0)));
    }

    private static SharedRequest.Part part(List<BoundStatement> rows) {
        return new SharedRequest.Part(rows, rows.size() * BYTES, Promise.promise());
    }

    private Future<Void> run(List<SharedRequest> requests, int begin) {
        if (begin == requests.size()) {
            return Future.succeededFuture();
        }
        int end = Math.min(begin + AT_A_TIME, requests.size());
        return Future.all(requests.subList(begin, end).stream()
                        .map(request -> cql.run(SharedRequest.statement(request.rows())))
                        .toList())
                .compose(written -> run(requests, end));
    }
}
