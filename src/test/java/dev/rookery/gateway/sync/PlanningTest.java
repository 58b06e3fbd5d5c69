package dev.rookery.gateway.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.auth.Principal;
import dev.rookery.bus.message.ChatReply.CaughtUp;
import dev.rookery.bus.message.ChatReply.ChatProgress;
import dev.rookery.bus.message.ChatRequest.Position;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.InboxHead;
import dev.rookery.domain.MemberMarks;
import dev.rookery.domain.User;
import dev.rookery.domain.UserId;
import dev.rookery.gateway.spi.SyncCall;
import dev.rookery.gateway.sync.SyncPlan.Due;
import dev.rookery.inbox.HeadVersion;
import dev.rookery.inbox.InboxChat;
import dev.rookery.inbox.InboxReading;
import dev.rookery.inbox.Standing;
import dev.rookery.store.InboxRow;
import dev.rookery.wire.ClientFrame.Sync;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlanningTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private final Principal device = new Principal(new UserId(UUID.randomUUID()), new DeviceId(UUID.randomUUID()));
    private final ChatId chat = chat();
    private final Inbox inbox = new Inbox();

    @Test
    void ofAQuietChatNothingIsSaid() {
        inbox.cold(chat, 7, MemberMarks.none(device.user()));

        SyncPlan plan = plan(Map.of(chat, 7L), Map.of(chat, HeadVersion.of(MemberMarks.none(device.user()))));

        assertThat(plan.due()).isEmpty();
        assertThat(plan.quiet()).isEqualTo(1);
        assertThat(inbox.asked).containsExactly(Set.of(chat));
        assertThat(inbox.cursorReads).isZero();
    }

    @Test
    void aHeadThatTheClientDoesNotHaveIsSentWithoutOpeningTheChat() {
        MemberMarks cleared = new MemberMarks(device.user(), 5, 0, 0, 0, 0);
        inbox.cold(chat, 7, cleared);

        for (Map<ChatId, String> versions :
                List.of(Map.<ChatId, String>of(), Map.of(chat, HeadVersion.of(MemberMarks.none(device.user()))))) {
            Due due = plan(Map.of(chat, 7L), versions).due().get(0);
            assertThat(due.closed()).isNotNull();
        }
        assertThat(plan(Map.of(chat, 7L), Map.of(chat, HeadVersion.of(cleared))).due())
                .isEmpty();
    }

    @Test
    void aDeviceThatIsAheadOrBehindHasTheChatOpened() {
        inbox.cold(chat, 7, MemberMarks.none(device.user()));
        Map<ChatId, String> versions = Map.of(chat, HeadVersion.of(MemberMarks.none(device.user())));

        for (long cursor : new long[] {Sync.NOTHING, 0, 6, 8}) {
            SyncPlan plan = plan(Map.of(chat, cursor), versions);
            assertThat(plan.due()).containsExactly(new Due(chat, null));
            assertThat(plan.position(chat)).isEqualTo(new Position(chat, cursor));
        }
    }

    @Test
    void aHeadIsAskedForWhereTheInboxDoesNotTellYetHowManyMessagesThereAre() {
        MemberMarks none = MemberMarks.none(device.user());
        inbox.hot(chat, 7, 6, none);

        assertThat(plan(Map.of(chat, 7L), Map.of()).due()).containsExactly(new Due(chat, null));
        assertThat(plan(Map.of(chat, 7L), Map.of(chat, HeadVersion.of(none))).due())
                .isEmpty();
    }

    @Test
    void storedCursorsCountInChatsThatAreNotNamed() {
        List<ChatId> others = IntStream.range(0, 200).mapToObj(i -> chat()).toList();
        others.forEach(other -> inbox.cold(other, 3, MemberMarks.none(device.user())));
        inbox.cold(chat, 7, MemberMarks.none(device.user()));
        others.forEach(other -> inbox.stored.put(other, 3L));

        SyncPlan plan = plan(Map.of(chat, 7L), Map.of());

        assertThat(plan.due()).hasSize(201).allMatch(due -> due.closed() != null);
        assertThat(inbox.cursorReads).as("all of them at once").isEqualTo(1);
        assertThat(inbox.asked).hasSize(2);
        assertThat(plan.cursors()).hasSize(201);
    }

    @Test
    void aNewChatIsOpenedAndNothingElseIsReadAgain() {
        ChatId opened = chat();
        inbox.cold(chat, 7, MemberMarks.none(device.user()));
        inbox.cold(opened, 1, MemberMarks.none(device.user()));

        SyncPlan plan = plan(Map.of(chat, 7L), Map.of(chat, HeadVersion.of(MemberMarks.none(device.user()))));

        assertThat(plan.due()).containsExactly(new Due(opened, null));
        assertThat(plan.position(opened).after()).isEqualTo(Position.NONE);
        assertThat(inbox.asked).hasSize(1);
    }

    @Test
    void whatIsNotInTheInboxIsGoneUnlessTheStoreMayHaveLostIt() {
        assertThat(plan(Map.of(chat, 7L), Map.of()).gone()).containsExactly(chat);

        inbox.whole = false;
        SyncPlan plan = plan(Map.of(chat, 7L), Map.of());
        assertThat(plan.gone()).isEmpty();
        assertThat(plan.due()).containsExactly(new Due(chat, null));
    }

    @Test
    void unreadChatsComeFirstAndOfThoseTheNewest() {
        ChatId read = chat();
        ChatId older = chat();
        ChatId newer = chat();
        ChatId hot = chat();
        inbox.chats.add(row(read, 9, 9, NOON.plusSeconds(9), Standing.COLD));
        inbox.chats.add(row(older, 9, 0, NOON.plusSeconds(1), Standing.COLD));
        inbox.chats.add(row(newer, 9, 0, NOON.plusSeconds(2), Standing.COLD));
        inbox.chats.add(row(hot, 9, 9, NOON.plusSeconds(3), new Standing.Hot(10)));

        Map<ChatId, Long> cursors = Map.of(read, 0L, older, 0L, newer, 0L, hot, 0L);
        assertThat(plan(cursors, Map.of()).due().stream().map(Due::chat)).containsExactly(hot, newer, older, read);
    }

    @Test
    void aSyncOfSingleChatsOpensThem() {
        inbox.cold(chat, 7, MemberMarks.none(device.user()));
        Sync only = new Sync("s", Map.of(chat, 7L), true, 20, null, false);

        assertThat(plan(only).due()).containsExactly(new Due(chat, null));
        assertThat(inbox.asked).isEmpty();
    }

    private SyncPlan plan(Map<ChatId, Long> cursors, Map<ChatId, String> versions) {
        return plan(new Sync("s", cursors, versions, false, 20, null, false));
    }

    private SyncPlan plan(Sync frame) {
        SyncCall call = new SyncCall(frame, device, sent -> Future.succeededFuture());
        return new Planning(call, inbox).plan().result();
    }

    private static ChatId chat() {
        return new ChatId(UUID.randomUUID());
    }

    private InboxChat row(ChatId id, long messages, long read, Instant at, Standing standing) {
        MemberMarks own = new MemberMarks(device.user(), 0, read, read, 0, 0);
        return new InboxChat(new InboxRow(id, new InboxHead(id, messages, messages, at), own), standing);
    }

    /** What the store and the owners know, as the test says. */
    private static final class Inbox implements SyncSource {
        private final List<InboxChat> chats = new ArrayList<>();
        private final Map<ChatId, Long> stored = new HashMap<>();
        private final List<Set<ChatId>> asked = new ArrayList<>();
        private boolean whole = true;
        private int cursorReads;

        void cold(ChatId id, long head, MemberMarks own) {
            chats.add(new InboxChat(new InboxRow(id, new InboxHead(id, head, head, NOON), own), Standing.COLD));
        }

        void hot(ChatId id, long head, long inRow, MemberMarks own) {
            chats.add(new InboxChat(
                    new InboxRow(id, new InboxHead(id, inRow, inRow, NOON), own), new Standing.Hot(head)));
        }

        @Override
        public Future<InboxReading> inbox(UserId user, Collection<ChatId> about) {
            asked.add(Set.copyOf(about));
            return Future.succeededFuture(new InboxReading(
                    chats.stream()
                            .map(one ->
                                    about.contains(one.row().chat()) ? one : new InboxChat(one.row(), Standing.UNKNOWN))
                            .toList(),
                    whole));
        }

        @Override
        public Future<Map<ChatId, Long>> cursors(Principal of, List<ChatId> some) {
            return Future.succeededFuture(Map.of());
        }

        @Override
        public Future<Map<ChatId, Long>> cursors(Principal of) {
            cursorReads++;
            return Future.succeededFuture(stored);
        }

        @Override
        public Future<List<User>> people(List<UserId> ids) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<Optional<Instant>> signedInAt(Principal of) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<Void> begin(Principal of, Map<ChatId, Long> cursors) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<List<CaughtUp>> catchUp(
                UserId reader, List<Position> positions, int recent, @Nullable Instant since, int characters) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<List<ChatProgress>> heads(UserId reader, List<InboxChat> closed) {
            throw new UnsupportedOperationException();
        }
    }
}
