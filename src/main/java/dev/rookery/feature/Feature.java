package dev.rookery.feature;

import dev.rookery.config.SettingsReader;
import java.util.List;
import java.util.function.Function;

/**
 * A part of the product in a package of its own: its handlers, operations, verticles, settings and meters. {@code
 * node.Features} lists all of them; a node needs no other line for one. Has no state of its own, since a process may run
 * several nodes.
 */
public interface Feature {

    /**
     * How its settings are read, such as {@code in -> in.section("typing", TypingSettings.class)}. The record is found again
     * in {@code ground.config().features()}; defaults and meanings stand in {@code rookery-defaults.conf}.
     */
    default List<Function<SettingsReader, ? extends Record>> settings() {
        return List.of();
    }

    /** Adds what it is made of. Called once for each node, before anything is deployed. */
    void plugInto(Slot slot, Ground ground);
}
