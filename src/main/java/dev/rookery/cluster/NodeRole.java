package dev.rookery.cluster;

/** What a node does. A node runs all roles unless told otherwise. */
public enum NodeRole {
    /** REST, sign-in, the web page. */
    API,
    /** WebSocket sessions and their local fan-out. */
    GATEWAY,
    /** Sequences the chats it owns, and stores them: a chat node has its own persistence verticle. */
    CHAT
}
