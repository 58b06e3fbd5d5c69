package dev.rookery.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisTroubleTest {
    /** Words of Redis 7. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "WRONGPASS invalid username-password pair or user is disabled.",
                "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH"
                        + " <user> <pass> option can be used to authenticate the client and select the RESP protocol"
                        + " version at the same time",
                "ERR AUTH <password> called without any password configured for the default user. Are you sure your"
                        + " configuration is correct?"
            })
    void aWrongPasswordIsToldWithItsSetting(String answer) {
        assertThat(RedisTrouble.whyNoConnection(new IllegalStateException(answer)))
                .startsWith("Redis refuses the user: correct rookery.redis.username and rookery.redis.password");
    }

    @Test
    void otherTroubleIsToldAsItIs() {
        assertThat(RedisTrouble.whyNoConnection(new IllegalStateException("Connection refused")))
                .isEqualTo("Connection refused");
    }
}
