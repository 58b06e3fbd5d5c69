package dev.rookery.management;

/** How far a node is, by the name that {@code /health} gives it. */
public enum NodeState {
    STARTING("starting"),
    JOINING("joining"),
    WAITING_FOR_CASSANDRA("waiting for cassandra"),
    APPLYING_SCHEMA("applying schema"),
    REHEARSING("rehearsing"),
    SERVING("serving"),
    DRAINING("draining");

    private final String text;

    NodeState(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
