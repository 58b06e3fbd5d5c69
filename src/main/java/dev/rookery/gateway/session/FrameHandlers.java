package dev.rookery.gateway.session;

import dev.rookery.gateway.spi.FrameHandler;
import dev.rookery.wire.ClientFrame;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The handlers of one event loop: one for each type of client frame, or it can't be made. */
public final class FrameHandlers {
    private final Map<Class<?>, Place> places = new HashMap<>();

    /** @param index from 0, below {@link #size} */
    record Place(int index, FrameHandler<?> handler) {}

    /** @param contract every frame that clients are promised an answer to */
    public FrameHandlers(List<FrameHandler<?>> handlers, Set<Class<? extends ClientFrame>> contract) {
        for (FrameHandler<?> handler : handlers) {
            if (places.put(handler.type(), new Place(places.size(), handler)) != null) {
                throw new IllegalStateException("two handlers of " + handler.type());
            }
        }
        if (!places.keySet().equals(contract)) {
            throw new IllegalStateException("the frames of the contract are " + names(contract)
                    + ", those that are handled " + names(places.keySet()));
        }
    }

    private static Set<String> names(Set<? extends Class<?>> frames) {
        Set<String> names = new TreeSet<>();
        frames.forEach(frame -> names.add(frame.getSimpleName()));
        return names;
    }

    int size() {
        return places.size();
    }

    Place of(ClientFrame frame) {
        Place place = places.get(frame.getClass());
        if (place == null) {
            throw new IllegalStateException("no handler of " + frame.getClass());
        }
        return place;
    }
}
