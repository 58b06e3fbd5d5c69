package dev.rookery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.MessageText;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Code, AsyncAPI file, golden frames and the page for client authors say the same. */
class ContractTest {
    private static final Path CLIENT_PAGE = Path.of("docs/client.md");

    @Test
    void theAsyncApiFileHasExactlyTheFrameTypes() {
        Set<String> types =
                Arrays.stream(FrameType.values()).map(FrameType::contractName).collect(Collectors.toSet());

        assertThat(AsyncApiFile.messageNames()).isEqualTo(types);
    }

    @Test
    void itsExamplesAreTheGoldenFrames() {
        assertThat(AsyncApiFile.examples().keySet())
                .isEqualTo(GoldenFrames.names().collect(Collectors.toSet()));
        AsyncApiFile.examples()
                .forEach((name, example) -> assertThat(example).isEqualTo(new JsonObject(GoldenFrames.text(name))));
    }

    @ParameterizedTest
    @MethodSource("dev.rookery.wire.GoldenFrames#names")
    void goldenFramesFitTheirSchema(String name) {
        JsonObject schema = AsyncApiFile.payloadSchema(GoldenFrames.typeOf(name).contractName());

        OutputUnit result = validate(schema, new JsonObject(GoldenFrames.text(name)));

        assertThat(result.getValid()).as("%s", result.getErrors()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("dev.rookery.wire.GoldenFrames#names")
    void theSchemaDemandsWhatTheCodecAlwaysWrites(String name) {
        JsonObject schema = AsyncApiFile.payloadSchema(GoldenFrames.typeOf(name).contractName());
        JsonObject golden = new JsonObject(GoldenFrames.text(name));

        for (Object required : schema.getJsonArray("required")) {
            JsonObject without = golden.copy();
            without.remove((String) required);
            assertThat(validate(schema, without).getValid())
                    .as("without %s", required)
                    .isFalse();
        }
        assertThat(golden.fieldNames())
                .isSubsetOf(schema.getJsonObject("properties").fieldNames());
    }

    @Test
    void theOpenApiFileDescribesTheSameFrames() {
        Map<String, JsonObject> events = AsyncApiFile.openApiEvents();

        assertThat(events)
                .containsOnlyKeys(
                        "welcome",
                        "people",
                        "chats",
                        "entries",
                        "synced",
                        "entry",
                        "committed",
                        "cleared",
                        "chatOpened",
                        "receipts",
                        "error");
        events.forEach((type, event) -> {
            JsonObject frame = AsyncApiFile.payloadSchema(type).copy();
            // An event answers no frame.
            List.of("id", "clientId").forEach(name -> {
                if (!frame.getJsonArray("required").contains(name)) {
                    frame.getJsonObject("properties").remove(name);
                }
            });
            assertThat(shape(event)).as(type).isEqualTo(shape(frame));
        });
    }

    /** What a schema demands of the structure, without its words. */
    private static JsonObject shape(JsonObject schema) {
        JsonObject shape = new JsonObject();
        for (String keyword : List.of("type", "const", "required", "format", "minimum", "maxItems")) {
            if (schema.containsKey(keyword)) {
                shape.put(keyword, schema.getValue(keyword));
            }
        }
        if (schema.containsKey("items")) {
            shape.put("items", shape(schema.getJsonObject("items")));
        }
        schema.getJsonObject("properties", new JsonObject())
                .forEach(property -> shape.put("." + property.getKey(), shape((JsonObject) property.getValue())));
        return shape;
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyErrorIsExplainedToClientAuthors(ErrorCode code) throws IOException {
        String row =
                "| `%s` | %d | %s |".formatted(code.wireName(), code.httpStatus(), code.retryable() ? "yes" : "no");

        assertThat(Files.readString(CLIENT_PAGE)).contains(row);
    }

    @Test
    void theAsyncApiFileNamesRealErrorsOnly() {
        List<String> codes =
                Arrays.stream(ErrorCode.values()).map(ErrorCode::wireName).toList();

        assertThat(AsyncApiFile.schema("ErrorCode").getJsonArray("enum").stream()
                        .map(String.class::cast))
                .isSubsetOf(codes);
    }

    @ParameterizedTest
    @EnumSource(CloseCode.class)
    void everyCloseCodeIsExplainedAndInItsRange(CloseCode code) throws IOException {
        assertThat(Files.readString(CLIENT_PAGE)).contains("| " + code.number() + " | ");
        assertThat(AsyncApiFile.schema("CloseCode").getJsonArray("oneOf").stream()
                        .map(entry -> ((JsonObject) entry).getInteger("const")))
                .contains((int) code.number());
        assertThat((int) code.number()).isBetween(4_000, 4_999);
        assertThat(code.reason()).hasSizeLessThanOrEqualTo(123);
    }

    @Test
    void limitsAreWrittenDownAsTheyAre() throws IOException {
        String page = Files.readString(CLIENT_PAGE);

        assertThat(page).contains("%,d bytes".formatted(FrameCodec.MAX_MESSAGE_BYTES));
        assertThat(page).contains("1 to %,d characters".formatted(MessageText.MAX_CHARACTERS));
        assertThat(AsyncApiFile.shared("Text").getInteger("maxLength")).isEqualTo(MessageText.MAX_CHARACTERS);
    }

    private static OutputUnit validate(JsonObject schema, JsonObject frame) {
        return Validator.create(
                        JsonSchema.of(schema),
                        new JsonSchemaOptions().setDraft(Draft.DRAFT202012).setBaseUri("https://rookery.invalid/"))
                .validate(frame);
    }
}
