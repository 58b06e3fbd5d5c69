package dev.rookery.feature.presence.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.UserId;
import dev.rookery.feature.presence.machine.Audience.Showing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AudienceTest {
    private final Map<UserId, Sight> sights = new HashMap<>();
    private final List<UserId> watched = new ArrayList<>();
    private final List<UserId> unwatched = new ArrayList<>();
    private final Audience<String> audience = new Audience<>(1_000, 10, sights::get);
    private final UserId ada = new UserId(UUID.randomUUID());
    private final UserId ben = new UserId(UUID.randomUUID());
    private final UserId stranger = new UserId(UUID.randomUUID());

    @Test
    void theFirstAnswerNamesEverybodyAsSoonAsAllAreKnown() {
        sights.put(ada, Sight.ONLINE);
        look("socket", Set.of(ada, ben, stranger), Set.of(ada, ben), 0);
        assertThat(audience.due(10)).isEmpty();
        sights.put(ben, Sight.AWAY);
        assertThat(audience.due(20))
                .containsExactly(
                        new Showing<>("socket", Map.of(ada, Sight.ONLINE, ben, Sight.AWAY, stranger, Sight.NOTHING)));
        assertThat(watched).containsExactlyInAnyOrder(ada, ben);
    }

    @Test
    void theFirstAnswerDoesNotWaitForEver() {
        look("socket", Set.of(ada), Set.of(ada), 0);
        assertThat(audience.due(999)).isEmpty();
        assertThat(audience.due(1_000)).containsExactly(new Showing<>("socket", Map.of(ada, Sight.UNSURE)));
    }

    @Test
    void changesComeTogetherOnceInAnInterval() {
        sights.put(ada, Sight.ONLINE);
        sights.put(ben, Sight.ONLINE);
        look("socket", Set.of(ada, ben), Set.of(ada, ben), 0);
        assertThat(audience.due(0)).hasSize(1);
        change(ada, Sight.AWAY);
        change(ben, Sight.AWAY);
        change(ada, Sight.ONLINE);
        assertThat(audience.due(999)).isEmpty();
        assertThat(audience.due(1_000))
                .containsExactly(new Showing<>("socket", Map.of(ada, Sight.ONLINE, ben, Sight.AWAY)));
        assertThat(audience.due(5_000)).isEmpty();
        change(ada, Sight.AWAY);
        assertThat(audience.due(5_000)).containsExactly(new Showing<>("socket", Map.of(ada, Sight.AWAY)));
    }

    @Test
    void aNewListTakesThePlaceOfTheOld() {
        sights.put(ada, Sight.ONLINE);
        sights.put(ben, Sight.ONLINE);
        look("one", Set.of(ada), Set.of(ada), 0);
        look("two", Set.of(ada), Set.of(ada), 0);
        assertThat(audience.due(0)).hasSize(2);
        look("one", Set.of(ben), Set.of(ben), 1);
        assertThat(unwatched).isEmpty();
        assertThat(audience.due(1)).containsExactly(new Showing<>("one", Map.of(ben, Sight.ONLINE)));
        audience.leave("two", unwatched::add);
        assertThat(unwatched).containsExactly(ada);
        assertThat(audience.looks()).isEqualTo(1);
        change(ada, Sight.AWAY);
        assertThat(audience.due(10_000)).isEmpty();
    }

    @Test
    void whatASlowSocketMissedIsToldAgainWhole() {
        sights.put(ada, Sight.ONLINE);
        sights.put(ben, Sight.AWAY);
        look("socket", Set.of(ada, ben), Set.of(ada, ben), 0);
        assertThat(audience.due(0)).hasSize(1);
        audience.missed("socket");
        assertThat(audience.due(1_000))
                .containsExactly(new Showing<>("socket", Map.of(ada, Sight.ONLINE, ben, Sight.AWAY)));
    }

    @Test
    void thereIsRoomForSoManyPairs() {
        look("one", Set.of(ada, ben), Set.of(ada, ben), 0);
        assertThat(audience.hasRoomFor("two", 8)).isTrue();
        assertThat(audience.hasRoomFor("two", 9)).isFalse();
        assertThat(audience.hasRoomFor("one", 10)).isTrue();
    }

    private void look(String socket, Set<UserId> named, Set<UserId> shown, long now) {
        audience.look(socket, named, shown, Sight.NOTHING, now, watched::add, unwatched::add);
    }

    private void change(UserId user, Sight sight) {
        sights.put(user, sight);
        audience.changed(user);
    }
}
