package dev.rookery.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
    private final ClientAddress behindProxies = new ClientAddress(List.of("10.0.0.1", "10.0.0.2"));

    @Test
    void aForwardedAddressOfAStrangerIsNotBelieved() {
        assertThat(behindProxies.of("203.0.113.7", List.of("198.51.100.1"))).isEqualTo("203.0.113.7");
        assertThat(new ClientAddress(List.of()).of("10.0.0.1", List.of("198.51.100.1")))
                .isEqualTo("10.0.0.1");
    }

    @Test
    void theAddressNextToOurProxiesIsTheClient() {
        assertThat(behindProxies.of("10.0.0.1", List.of("1.2.3.4, 198.51.100.1, 10.0.0.2")))
                .isEqualTo("198.51.100.1");
        assertThat(behindProxies.of("10.0.0.1", List.of("1.2.3.4", "198.51.100.1")))
                .isEqualTo("198.51.100.1");
    }

    @Test
    void aProxyThatForwardsNothingIsItsOwnClient() {
        assertThat(behindProxies.of("10.0.0.1", List.of())).isEqualTo("10.0.0.1");
        assertThat(behindProxies.of("10.0.0.1", List.of("10.0.0.2, "))).isEqualTo("10.0.0.1");
        assertThat(behindProxies.of("10.0.0.1", List.of("x".repeat(1_000)))).isEqualTo("10.0.0.1");
    }

    @Test
    void anIpv6SiteCountsAsOne() {
        assertThat(ClientAddress.network("2001:db8:1:2:3:4:5:6")).isEqualTo("2001:db8:1:2::/64");
        assertThat(ClientAddress.network("2001:0db8:1:2:ffff::1")).isEqualTo("2001:db8:1:2::/64");
        assertThat(ClientAddress.network("2001:db8::1")).isEqualTo("2001:db8:0:0::/64");
        assertThat(ClientAddress.network("::1")).isEqualTo("0:0:0:0::/64");
        assertThat(ClientAddress.network("fe80::1%eth0")).isEqualTo("fe80:0:0:0::/64");
        assertThat(ClientAddress.network("203.0.113.7")).isEqualTo("203.0.113.7");
        assertThat(ClientAddress.network("::ffff:203.0.113.7")).isEqualTo("203.0.113.7");
    }
}
