package dev.rookery.node;

import dev.rookery.auth.TokenKeys;
import java.util.Set;

/**
 * Which key a node signs tokens with, and whose tokens it accepts.
 *
 * @param signs the id of a key
 */
record KeyIds(String signs, Set<String> accepts) {
    KeyIds {
        accepts = Set.copyOf(accepts);
    }

    static KeyIds of(TokenKeys keys) {
        return new KeyIds(keys.signing().id(), keys.ids());
    }

    /** Whether each accepts what the other signs: else people would be signed out at random, behind a balancer. */
    boolean goesWith(KeyIds other) {
        return accepts.contains(other.signs) && other.accepts.contains(signs);
    }
}
