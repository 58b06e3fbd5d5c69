package dev.rookery.tool.simulation;

/** Where answers go: a process takes them in as long as it runs, later if it is paused, never once it is gone. */
@FunctionalInterface
interface SimInbox {
    void deliver(Runnable action);
}
