package dev.rookery.chat.marks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.UserId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NewsTest {
    private static final UserId ADA = new UserId(new UUID(0, 1));
    private static final UserId BEN = new UserId(new UUID(0, 2));
    private static final long MS = 1_000_000;

    private final News news = new News(true);

    @Test
    void theFirstGoesAtOnceAndTheNextTogetherASecondLater() {
        news.changed(ADA, true);
        assertThat(news.take(-5)).isEqualTo(new News.Due(List.of(ADA), List.of(ADA)));

        news.changed(ADA, true);
        news.changed(BEN, false);
        news.changed(ADA, true);
        assertThat(news.take(999 * MS - 5)).isEqualTo(new News.Due(List.of(), List.of()));
        assertThat(news.isWaiting()).isTrue();
        assertThat(news.take(1_000 * MS - 5)).isEqualTo(new News.Due(List.of(ADA, BEN), List.of(ADA)));
        assertThat(news.isWaiting()).isFalse();
    }

    @Test
    void nobodyWaitsForAnotherToBeToldOnTheirOwnDevices() {
        news.changed(ADA, true);
        var unused = news.take(0);
        news.changed(BEN, true);

        assertThat(news.take(MS).own()).containsExactly(BEN);
    }

    @Test
    void inALargeChatOnlyOwnDevicesAreTold() {
        News large = new News(false);
        large.changed(ADA, true);
        large.changed(BEN, false);

        assertThat(large.take(0)).isEqualTo(new News.Due(List.of(), List.of(ADA)));
        assertThat(large.isWaiting()).isFalse();
    }

    @Test
    void whatIsLeftCanBeTakenAtOnce() {
        news.changed(ADA, true);
        var unused = news.take(0);
        news.changed(ADA, true);

        assertThat(news.takeAll()).isEqualTo(new News.Due(List.of(ADA), List.of(ADA)));
        assertThat(news.isWaiting()).isFalse();
    }
}
