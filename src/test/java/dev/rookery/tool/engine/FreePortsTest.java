package dev.rookery.tool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    @Test
    void aFreePortIsNotRefused() {
        assertThat(FreePorts.refusal("127.0.0.1", FreePorts.any())).isEmpty();
    }

    @Test
    void eachRefusalHasItsOwnReason() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(FreePorts.refusal("127.0.0.1", taken.getLocalPort())).contains("is in use");
        }
        assertThat(FreePorts.refusal("192.0.2.1", 0).orElseThrow()).contains("this machine has no such address");
        assertThat(FreePorts.refusal("no.such.host.invalid", 0).orElseThrow()).contains("no such host");
    }
}
