package dev.rookery.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedMediaTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/event-stream",
                "Text/Event-Stream",
                "text/event-stream, */*",
                "*/*, text/event-stream",
                "text/event-stream, application/json",
                "application/json;q=0.5, text/event-stream",
                "application/json; q=0.9 ,text/event-stream;q=1.0",
                "application/json;q=0, */*;q=0.1",
                "text/*"
            })
    void aStreamIsForWhoNamesItFirst(String accept) {
        assertThat(AcceptedMedia.prefersStream(List.of(accept))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "application/json",
                "application/json, text/event-stream",
                "application/json,text/event-stream,application/problem+json",
                "text/event-stream;q=0.9, application/json",
                "text/event-stream;q=0",
                "text/event-stream;q=0, */*",
                "text/event-streams",
                "image/png",
                "text/*;q=0.5, */*"
            })
    void anAnswerIsForEverybodyElse(String accept) {
        assertThat(AcceptedMedia.prefersStream(List.of(accept))).isFalse();
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(AcceptedMedia.prefersStream(Arrays.asList("application/json", "text/event-stream")))
                .isFalse();
        assertThat(AcceptedMedia.prefersStream(List.of())).isFalse();
    }
}
