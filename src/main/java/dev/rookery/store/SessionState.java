package dev.rookery.store;

/** Whether a node may still own shards. A node has one session in its life, and the last two states are final. */
public enum SessionState {
    ALIVE,
    /** Another node took it for dead: nothing it still does counts. */
    FENCED,
    /** It left by itself. */
    CLOSED;

    public boolean isOver() {
        return this != ALIVE;
    }
}
