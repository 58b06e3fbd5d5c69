package dev.rookery.domain;

/** What a group is called. Whoever takes one from a person asks {@link #chosen}; what is stored is shown as it is. */
public record ChatTitle(String value) {
    public static final int MAX_CHARACTERS = 100;

    /**
     * 1 to 100 characters, counted as Unicode code points, by the rule of {@link ShownName}. Throws
     * {@link RookeryException} with {@code invalid_request} on anything else.
     */
    public static ChatTitle chosen(String value) {
        return new ChatTitle(ShownName.clean("title", MAX_CHARACTERS, value));
    }

    @Override
    public String toString() {
        return value;
    }
}
