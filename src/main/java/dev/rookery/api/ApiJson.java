package dev.rookery.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rookery.wire.DomainModule;
import io.vertx.core.buffer.Buffer;

/** Answers as JSON: ids as strings, times as RFC 3339, null fields left out. */
final class ApiJson {
    private static final ObjectMapper json = JsonMapper.builder()
            .addModule(new DomainModule())
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private ApiJson() {}

    static Buffer encode(Object answer) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(answer));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer can always be written", e);
        }
    }
}
