package dev.rookery.config;

/** A setting that must not be seen: it prints as asterisks. */
public record Secret(String value) {
    public boolean isEmpty() {
        return value.isEmpty();
    }

    @Override
    public String toString() {
        return value.isEmpty() ? "" : "******";
    }
}
