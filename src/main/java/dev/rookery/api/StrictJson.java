package dev.rookery.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.rookery.edge.InvalidRequestException;
import dev.rookery.edge.Problem.Violation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Refuses bodies that two readers could take for two different things: the parser of Vert.x takes the last of two equal
 * keys, skips comments, guesses encodings, and mends broken UTF-8. As strict as the frames of a WebSocket are read.
 */
final class StrictJson {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_DIGITS = 100;
    private static final int MAX_NAME = 256;
    /** The largest whole number that every JSON library can carry. */
    private static final long MAX_NUMBER = (1L << 53) - 1;

    private static final JsonFactory json = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_DIGITS)
                    .maxNameLength(MAX_NAME)
                    .build())
            .build();

    private StrictJson() {}

    /** Throws {@link InvalidRequestException} with the place and the reason. */
    static void check(byte[] body) {
        if (body.length == 0) {
            throw invalid("", "A JSON body is needed");
        }
        try (JsonParser in = json.createParser(text(body))) {
            walk(in);
        } catch (StreamConstraintsException e) {
            throw invalid("", "The body is not valid JSON: nested too deep, or with too long a number or name");
        } catch (JsonProcessingException e) {
            throw invalid("", "The body is not valid JSON" + place(e.getLocation()));
        } catch (CharacterCodingException e) {
            throw invalid("", "The body is not valid UTF-8");
        } catch (IOException e) {
            throw invalid("", "The body is not valid JSON");
        }
    }

    private static String text(byte[] body) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(body))
                .toString();
        if (text.charAt(0) == '\uFEFF') {
            throw invalid("", "The body begins with a byte order mark; send UTF-8 without one");
        }
        return text;
    }

    private static void walk(JsonParser in) throws IOException {
        Deque<Set<String>> objects = new ArrayDeque<>();
        for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
            switch (token) {
                case START_OBJECT -> objects.push(new HashSet<>());
                case END_OBJECT -> objects.pop();
                case FIELD_NAME -> {
                    if (!objects.element().add(in.currentName())) {
                        throw invalid(path(in), "'" + path(in) + "' stands there twice");
                    }
                }
                case VALUE_NUMBER_INT -> {
                    if (in.getNumberType() == NumberType.BIG_INTEGER || Math.abs(in.getLongValue()) > MAX_NUMBER) {
                        throw invalid(path(in), "'" + path(in) + "' must be a whole number of at most " + MAX_NUMBER);
                    }
                }
                default -> {}
            }
            boolean whole = in.getParsingContext().inRoot() && token != JsonToken.FIELD_NAME;
            if (whole && in.nextToken() != null) {
                throw invalid("", "The body is not one JSON value");
            }
        }
    }

    private static String path(JsonParser in) {
        Deque<String> steps = new ArrayDeque<>();
        for (JsonStreamContext at = in.getParsingContext(); at != null && !at.inRoot(); at = at.getParent()) {
            steps.push(at.inArray() ? Integer.toString(at.getCurrentIndex()) : String.valueOf(at.getCurrentName()));
        }
        return String.join(".", steps);
    }

    private static String place(JsonLocation at) {
        return at == null ? "" : ": line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static InvalidRequestException invalid(String field, String message) {
        return new InvalidRequestException(List.of(new Violation(field, message)));
    }
}
