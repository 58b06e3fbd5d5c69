package dev.rookery.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rookery.wire.FrameType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FrameContractTest {

    @Test
    void theServerReceivesExactlyWhatClientsMaySend() throws IOException {
        String yaml = Files.readString(Path.of("src/main/resources/asyncapi/rookery.yaml"));

        assertThat(FrameContract.frames(yaml))
                .isEqualTo(Arrays.stream(FrameType.values())
                        .filter(FrameType::fromClient)
                        .map(FrameType::frame)
                        .collect(Collectors.toSet()));
    }

    @Test
    void aMessageThatNobodyCanReadIsNoContract() {
        String yaml =
                """
                operations:
                  shout: {action: receive, messages: [{$ref: "#/channels/socket/messages/shout"}]}
                """;

        assertThatThrownBy(() -> FrameContract.frames(yaml))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no client frame is called shout");
    }
}
