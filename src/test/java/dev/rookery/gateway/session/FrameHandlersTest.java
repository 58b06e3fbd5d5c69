package dev.rookery.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rookery.gateway.spi.ClientSession;
import dev.rookery.gateway.spi.FrameHandler;
import dev.rookery.wire.ClientFrame;
import dev.rookery.wire.ClientFrame.Ping;
import dev.rookery.wire.ClientFrame.Sync;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FrameHandlersTest {
    private final FrameHandler<Ping> pings = new PingFrames();

    @Test
    void aFrameFindsItsHandler() {
        FrameHandlers handlers = new FrameHandlers(List.of(pings, new Other()), Set.of(Ping.class, Sync.class));

        assertThat(handlers.of(new Ping(null)).handler()).isSameAs(pings);
    }

    @Test
    void aPromisedFrameWithoutHandlerFailsTheStart() {
        assertThatThrownBy(() -> new FrameHandlers(List.of(pings), Set.of(Ping.class, Sync.class)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the frames of the contract are [Ping, Sync], those that are handled [Ping]");
    }

    @Test
    void aHandlerOfNoPromisedFrameFailsTheStart() {
        assertThatThrownBy(() -> new FrameHandlers(List.of(pings), Set.of())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void twoHandlersOfOneFrameFailTheStart() {
        assertThatThrownBy(() -> new FrameHandlers(List.of(pings, new PingFrames()), Set.of(Ping.class)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("two handlers of");
    }

    private static final class Other implements FrameHandler<Sync> {
        @Override
        public Class<Sync> type() {
            return Sync.class;
        }

        @Override
        public Exchange<Sync> begin(ClientSession session) {
            throw new AssertionError("nobody sends one: " + session);
        }
    }

    @Test
    void nobodyHandlesWhatIsNotThere() {
        FrameHandlers handlers = new FrameHandlers(List.of(pings), Set.of(Ping.class));
        ClientFrame sync = new Sync(null, Map.of(), false, 1, null, false);

        assertThatThrownBy(() -> handlers.of(sync)).isInstanceOf(IllegalStateException.class);
    }
}
