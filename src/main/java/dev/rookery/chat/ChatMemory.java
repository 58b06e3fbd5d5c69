package dev.rookery.chat;

/** The heap that the chats of one verticle may take together, by estimate. On one event loop only. */
final class ChatMemory {
    private final long limit;
    private long used;

    ChatMemory(int mebibytes) {
        this.limit = (long) mebibytes << 20;
    }

    void add(long bytes) {
        used += bytes;
    }

    boolean isExceeded() {
        return used > limit;
    }

    long used() {
        return used;
    }
}
