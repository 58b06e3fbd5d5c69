package dev.rookery.config;

import java.util.List;

/** Says everything that is wrong with the settings, at once. */
public final class InvalidConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> violations;

    public InvalidConfigException(List<String> violations) {
        super("The configuration has " + violations.size() + " problem" + (violations.size() == 1 ? "" : "s")
                + ":\n  - " + String.join("\n  - ", violations));
        this.violations = List.copyOf(violations);
    }

    public List<String> violations() {
        return violations;
    }
}
