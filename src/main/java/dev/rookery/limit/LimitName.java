package dev.rookery.limit;

import java.util.Locale;

/** Every limit of this package, as metrics call it: a fixed set, whatever strangers send. */
public enum LimitName {
    MESSAGES,
    SYNCS,
    CURSORS,
    HISTORY,
    REQUESTS,
    LOOK_UPS,
    GROUPS,
    DIRECT_CHATS,
    CHATS_PER_USER,
    SIGN_UPS,
    SESSIONS_PER_NODE,
    SESSIONS_PER_ADDRESS,
    SESSIONS_PER_USER,
    SESSIONS_PER_DEVICE,
    MEMORY_PER_HOLDER,
    MEMORY_OF_NODE;

    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
