package dev.rookery.store.cassandra.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rookery.domain.Emoji;
import dev.rookery.domain.EntryState;
import dev.rookery.domain.EntryState.Deletion;
import dev.rookery.domain.EntryState.Edit;
import dev.rookery.domain.EntryState.Reaction;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.UserId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The bytes of a state are for ever. */
class StateBytesTest {
    private static final UserId ADA = new UserId(new UUID(2, 1));
    private static final UserId BEN = new UserId(new UUID(2, 2));
    private static final Instant AT = Instant.ofEpochMilli(1_764_000_000_123L);

    @Test
    void aStateComesBackAsItWas() {
        EntryState edited = new EntryState(
                (1L << 40) + 5,
                new Edit(AT, new MessageText("h\u00e9llo \uD83D\uDC4D")),
                null,
                List.of(
                        new Reaction(new Emoji("\uD83D\uDC4D"), List.of(ADA, BEN)),
                        new Reaction(new Emoji("ok"), List.of(BEN))),
                List.of(7L, 1_000_000L, (1L << 40) + 5));
        assertThat(StateBytes.decode(StateBytes.encode(edited))).isEqualTo(edited);
        EntryState deleted = new EntryState(9, null, new Deletion(ADA, AT, 9), List.of(), List.of(7L));
        assertThat(StateBytes.decode(StateBytes.encode(deleted))).isEqualTo(deleted);
        assertThat(StateBytes.decode(null)).isEqualTo(EntryState.NONE);
    }

    @Test
    void theBytesAreTheseForEver() {
        EntryState state = new EntryState(
                300,
                new Edit(AT, new MessageText("hi")),
                null,
                List.of(new Reaction(new Emoji("ok"), List.of(ADA))),
                List.of(300L));
        assertThat(HexFormat.of().formatHex(StateBytes.encode(state).array()))
                .isEqualTo("01" + "ac02" + "0108" + "019ab697e87b" + "6869" + "0314" + "026f6b" + "01"
                        + "00000000000000020000000000000001" + "0402" + "ac02");
    }

    @Test
    void aPartOfANewerNodeIsPassedOver() {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex("01" + "05" + "6303ffffff" + "0401" + "05"));
        assertThat(StateBytes.decode(bytes)).isEqualTo(new EntryState(5, null, null, List.of(), List.of(5L)));
    }

    @Test
    void whatIsCutShortIsNotGuessed() {
        assertThatThrownBy(
                        () -> StateBytes.decode(ByteBuffer.wrap(HexFormat.of().parseHex("01" + "05" + "0408" + "05"))))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(
                        () -> StateBytes.decode(ByteBuffer.wrap(HexFormat.of().parseHex("02" + "05"))))
                .isInstanceOf(IllegalStateException.class);
    }
}
