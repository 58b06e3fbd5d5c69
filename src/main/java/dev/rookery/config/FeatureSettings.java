package dev.rookery.config;

import java.util.Map;

/** The settings of features, each found by the type of its record. The features own these types; this package knows none. */
public final class FeatureSettings {
    private final Map<Class<?>, Record> records;

    FeatureSettings(Map<Class<?>, Record> records) {
        this.records = Map.copyOf(records);
    }

    /** Throws IllegalStateException if nobody read that record when the settings were loaded. */
    public <T extends Record> T of(Class<T> type) {
        Record found = records.get(type);
        if (found == null) {
            throw new IllegalStateException(type.getSimpleName() + " was not read with the other settings");
        }
        return type.cast(found);
    }

    @Override
    public String toString() {
        return records.values().toString();
    }
}
