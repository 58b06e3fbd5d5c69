package dev.rookery.auth;

import dev.rookery.config.RookeryConfig.AuthConfig;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The key that signs this node's tokens, and others whose tokens count as well: the next one and the one before while keys are
 * exchanged. Each token names its key.
 */
public record TokenKeys(SigningKey signing, List<SigningKey> others) {
    public TokenKeys {
        others = List.copyOf(others);
    }

    /** Reads the files that the settings name; blocking. Throws {@link dev.rookery.config.InvalidConfigException}. */
    public static TokenKeys load(AuthConfig config) {
        return new TokenKeys(
                SigningKey.load("signingKeyFile", config.signingKeyFile()),
                config.otherKeyFiles().stream()
                        .map(file -> SigningKey.load("otherKeyFiles", file))
                        .toList());
    }

    /** Whose tokens this node accepts. */
    public Set<String> ids() {
        return all().map(SigningKey::id).collect(Collectors.toUnmodifiableSet());
    }

    Stream<SigningKey> all() {
        return Stream.concat(Stream.of(signing), others.stream());
    }
}
