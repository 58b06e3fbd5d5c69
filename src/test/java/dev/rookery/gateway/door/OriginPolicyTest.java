package dev.rookery.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.HostAndPort;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginPolicyTest {

    @ParameterizedTest
    @CsvSource({
        "https://chat.example.org, chat.example.org, 0, true",
        "https://chat.example.org, chat.example.org, 443, true",
        "https://chat.example.org, chat.example.org, 80, false",
        "http://chat.example.org, chat.example.org, 0, true",
        "http://chat.example.org, chat.example.org, 80, true",
        "http://chat.example.org:8080, chat.example.org, 8080, true",
        "http://chat.example.org:8080, chat.example.org, 0, false",
        "http://chat.example.org, chat.example.org, 8080, false",
        "https://CHAT.example.org, chat.EXAMPLE.org, 0, true",
        "http://[::1]:8080, [::1], 8080, true",
        "https://example.org, chat.example.org, 0, false",
        "https://chat.example.org.evil, chat.example.org, 0, false",
        "https://evilchat.example.org, chat.example.org, 0, false",
        "https://chat.example.org/x, chat.example.org, 0, false",
        "https://user@chat.example.org, chat.example.org, 0, false",
        "https://chat.example.org?x, chat.example.org, 0, false",
        "https://chat.example.org#x, chat.example.org, 0, false",
        "ws://chat.example.org, chat.example.org, 0, false",
        "chat.example.org, chat.example.org, 0, false",
        "null, chat.example.org, 0, false",
    })
    void anOriginIsOwnIfItNamesExactlyTheHostTheClientAskedFor(String origin, String host, int port, boolean allowed) {
        OriginPolicy policy = new OriginPolicy(List.of());

        assertThat(policy.allows(origin, HostAndPort.create(host, port == 0 ? -1 : port)))
                .isEqualTo(allowed);
    }

    @Test
    void configuredOriginsAreComparedWhole() {
        OriginPolicy policy = new OriginPolicy(List.of("https://Chat.example.org"));
        HostAndPort elsewhere = HostAndPort.create("10.0.0.7", 8080);

        assertThat(policy.allows("https://chat.example.org", elsewhere)).isTrue();
        assertThat(policy.allows("https://chat.example.org", null)).isTrue();
        assertThat(policy.allows("https://chat.example.org:444", elsewhere)).isFalse();
        assertThat(policy.allows("http://chat.example.org", elsewhere)).isFalse();
        assertThat(policy.allows("https://chat.example.org.evil", null)).isFalse();
    }
}
