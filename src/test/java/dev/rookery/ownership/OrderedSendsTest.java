package dev.rookery.ownership;

import static java.util.Comparator.comparingInt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.bus.message.ChatReply.MessageStored;
import dev.rookery.bus.message.ChatRequest.SendMessage;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderedSendsTest {
    private static final ChatId CHAT = new ChatId(new UUID(0, 1));
    private static final UserId ADA = new UserId(new UUID(0, 2));
    private static final DeviceId PHONE = new DeviceId(new UUID(0, 3));
    private static final int MESSAGES = 60;

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.02})
    void whatIsSentWhileTheChatMovesKeepsItsOrder(double loss) {
        List<String> all =
                IntStream.range(0, MESSAGES).mapToObj(i -> "text " + i).toList();
        int outOfCalm = 0;
        for (long seed = 0; seed < 300; seed++) {
            MovingOwners owners = new MovingOwners(seed, CHAT, loss);
            Random random = new Random(seed);
            OrderedSends sends = new OrderedSends(owners);
            List<Future<MessageStored>> answers = new ArrayList<>();
            IntStream.range(0, MESSAGES)
                    .map(i -> random.nextInt(400_000))
                    .sorted()
                    .forEach(at -> owners.after(at, () -> answers.add(sends.send(message(answers.size())))));
            IntStream.range(0, 3).map(i -> random.nextInt(400_000)).forEach(at -> owners.after(at, owners::move));

            owners.run();

            List<String> texts = owners.texts();
            assertThat(answers).as("seed %d", seed).hasSize(MESSAGES).allMatch(Future::isComplete);
            // Where too much is lost, some are told so.
            assertThat(texts).as("seed %d", seed).isSubsetOf(all).isSortedAccordingTo(comparingInt(all::indexOf));
            assertThat(texts).doesNotHaveDuplicates();
            if (loss == 0) {
                assertThat(answers).as("seed %d", seed).allMatch(Future::succeeded);
                assertThat(texts).as("seed %d", seed).hasSize(MESSAGES);
            }
            outOfCalm += owners.pauses() > 0 ? 1 : 0;
        }
        assertThat(outOfCalm).isGreaterThan(200);
    }

    @Test
    void nothingWaitsInTheCalm() {
        CommandedOwner owner = new CommandedOwner();
        OrderedSends sends = new OrderedSends(owner);
        for (int i = 0; i < 10; i++) {
            var unused = sends.send(message(i));
        }
        assertThat(owner.asked).extracting(SendMessage::clientId).hasSize(10).doesNotHaveDuplicates();
        assertThat(owner.asked.get(0).after()).isNull();
        assertThat(owner.asked.get(9).after()).isEqualTo(message(8).clientId());

        owner.answerAll();
        var unused = sends.send(message(10));

        assertThat(owner.asked.get(10).after()).isNull();
    }

    @Test
    void theFirstIsRepeatedAloneAndTheOthersFollowItsAnswer() {
        CommandedOwner owner = new CommandedOwner();
        OrderedSends sends = new OrderedSends(owner);
        List<Future<MessageStored>> answers = sendFive(sends);
        owner.refuse(ErrorCode.WRONG_OWNER, 5);
        var late = sends.send(message(5));
        assertThat(owner.asked).hasSize(5);

        for (int round = 1; round < 4; round++) {
            owner.pauses.remove().complete();
            assertThat(owner.asked).hasSize(5 + round);
            assertThat(owner.asked.get(4 + round)).isEqualTo(message(0));
            owner.refuse(ErrorCode.OWNER_UNAVAILABLE, 1);
        }
        owner.pauses.remove().complete();
        owner.answerAll();

        assertThat(owner.asked.subList(9, 14))
                .extracting(SendMessage::clientId)
                .containsExactlyElementsOf(IntStream.range(1, 6)
                        .mapToObj(i -> message(i).clientId())
                        .toList());
        owner.answerAll();
        assertThat(answers).allMatch(Future::succeeded);
        assertThat(late.succeeded()).isTrue();
        assertThat(owner.pauses).isEmpty();
    }

    @Test
    void anErrorThatIsWorthARepeatIsTheAnswerToAllThatNoOwnerTook() {
        CommandedOwner owner = new CommandedOwner();
        OrderedSends sends = new OrderedSends(owner);
        List<Future<MessageStored>> answers = sendFive(sends);

        owner.refuse(ErrorCode.OVERLOADED, 1);
        assertThat(answers.get(0).failed()).isTrue();
        assertThat(answers.get(1).isComplete()).isFalse();
        owner.refuse(ErrorCode.WRONG_OWNER, 4);

        assertThat(answers).allSatisfy(answer -> assertThat(answer.cause())
                .isInstanceOfSatisfying(
                        RookeryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED)));
        assertThat(owner.pauses).isEmpty();
    }

    @Test
    void anErrorThatIsForGoodHoldsNobodyUp() {
        CommandedOwner owner = new CommandedOwner();
        OrderedSends sends = new OrderedSends(owner);
        List<Future<MessageStored>> answers = sendFive(sends);

        owner.refuse(ErrorCode.CLIENT_ID_CONFLICT, 1);
        owner.refuse(ErrorCode.WRONG_OWNER, 4);
        owner.pauses.remove().complete();
        owner.answerAll();
        owner.answerAll();

        assertThat(answers.get(0).failed()).isTrue();
        assertThat(answers.subList(1, 5)).allMatch(Future::succeeded);
    }

    @Test
    void whoWaitsForAnOwnerThatNeverComesIsToldAtTheDeadlineOfTheFirst() {
        CommandedOwner owner = new CommandedOwner();
        OrderedSends sends = new OrderedSends(owner);
        List<Future<MessageStored>> answers = sendFive(sends);
        owner.refuse(ErrorCode.WRONG_OWNER, 5);
        owner.now += Duration.ofSeconds(7).toNanos();
        answers.add(sends.send(message(5)));
        owner.pauses.remove().complete();
        owner.now += Duration.ofSeconds(1).toNanos();
        owner.refuse(ErrorCode.OWNER_UNAVAILABLE, 1);

        assertThat(answers).hasSize(6).allMatch(Future::failed);
        assertThat(owner.asked).hasSize(6);
        assertThat(owner.pauses).isEmpty();
    }

    @Test
    void chatsDoNotWaitForEachOther() {
        CommandedOwner owner = new CommandedOwner();
        OrderedSends sends = new OrderedSends(owner);
        var waiting = sendFive(sends);
        owner.refuse(ErrorCode.WRONG_OWNER, 5);

        SendMessage other = new SendMessage(
                new ChatId(new UUID(0, 9)),
                ADA,
                PHONE,
                null,
                new ClientId("m"),
                new Content.Message(new MessageText("elsewhere")));
        var answer = sends.send(other);
        owner.answerAll();

        assertThat(answer.succeeded()).isTrue();
        assertThat(waiting).noneMatch(Future::isComplete);
    }

    private static List<Future<MessageStored>> sendFive(OrderedSends sends) {
        List<Future<MessageStored>> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            answers.add(sends.send(message(i)));
        }
        return answers;
    }

    private static SendMessage message(int number) {
        return new SendMessage(
                CHAT,
                ADA,
                PHONE,
                null,
                new ClientId("m" + number),
                new Content.Message(new MessageText("text " + number)));
    }

    /** Answers what the test says, in the order in which it was asked. */
    private static final class CommandedOwner implements OrderedSends.Owner {
        private final List<SendMessage> asked = new ArrayList<>();
        private final Deque<Promise<MessageStored>> open = new ArrayDeque<>();
        private final Deque<Promise<Void>> pauses = new ArrayDeque<>();
        private long now = 1L << 40;

        @Override
        public Future<MessageStored> ask(SendMessage message) {
            asked.add(message);
            Promise<MessageStored> answer = Promise.promise();
            open.add(answer);
            return answer.future();
        }

        void refuse(ErrorCode code, int times) {
            for (int i = 0; i < times; i++) {
                open.remove().fail(new RookeryException(code, code.title()));
            }
        }

        void answerAll() {
            List<Promise<MessageStored>> answered = List.copyOf(open);
            open.clear();
            answered.forEach(promise -> promise.complete(new MessageStored(1, Instant.EPOCH, 1)));
        }

        @Override
        public Future<?> pause(ChatId chat, Duration pause) {
            Promise<Void> over = Promise.promise();
            pauses.add(over);
            return over.future();
        }

        @Override
        public long now() {
            return now;
        }
    }
}
