package dev.rookery.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.store.ShardRow;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TableRefreshTest {
    private final List<Promise<List<ShardRow>>> reads = new ArrayList<>();
    private boolean isNews = true;
    private long now = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(3);
    private final TableRefresh refresh = new TableRefresh(this::read, rows -> isNews, () -> now);

    @Test
    void readsAtOnceAndThenNowAndThen() {
        assertThat(readsAfter(0)).isEqualTo(1);
        assertThat(readsAfter(4_900)).isEqualTo(1);
        assertThat(readsAfter(100)).isEqualTo(2);
    }

    @Test
    void readsSoonAfterADoubtButOnlyOnceAtATime() {
        assertThat(readsAfter(0)).isEqualTo(1);
        refresh.doubt();
        assertThat(readsAfter(200)).isEqualTo(1);

        now += TimeUnit.MILLISECONDS.toNanos(50);
        refresh.tick();
        refresh.doubt();
        now += TimeUnit.SECONDS.toNanos(10);
        refresh.tick();
        assertThat(reads).hasSize(2);
    }

    @Test
    void doubtsThatWereWrongMakeItSlowerUntilThereIsNews() {
        isNews = false;
        assertThat(readsAfter(0)).isEqualTo(1);
        refresh.doubt();
        assertThat(readsAfter(490)).isEqualTo(1);
        assertThat(readsAfter(10)).isEqualTo(2);
        refresh.doubt();
        isNews = true;
        assertThat(readsAfter(990)).isEqualTo(2);
        assertThat(readsAfter(10)).isEqualTo(3);
        refresh.doubt();
        assertThat(readsAfter(250)).isEqualTo(4);
    }

    @Test
    void aReadThatFailedIsRepeated() {
        refresh.tick();
        reads.get(0).fail("no answer");

        assertThat(readsAfter(250)).isEqualTo(2);
    }

    /** How many were begun by then, all answered. */
    private int readsAfter(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
        refresh.tick();
        reads.forEach(read -> read.tryComplete(List.of()));
        return reads.size();
    }

    private Future<List<ShardRow>> read() {
        Promise<List<ShardRow>> read = Promise.promise();
        reads.add(read);
        return read.future();
    }
}
