package dev.rookery.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a value of a frame that is an object or a list: as Maps, Lists, Strings, Longs, Booleans. A frame has a bounded
 * number of such values, so that brackets cannot take more memory than letters would. What is null is left out of objects.
 */
final class JsonValues {
    static final int MOST = 4_000;
    /** The largest whole number that every JSON library can carry. */
    static final long MAX_NUMBER = (1L << 53) - 1;

    private final JsonParser in;
    private final Function<String, MalformedFrameException> malformed;
    private final Function<String, MalformedFrameException> invalid;
    private int count;

    /**
     * @param malformed makes the refusal of a frame with a wrong structure
     * @param invalid of one with a wrong value
     */
    JsonValues(
            JsonParser in,
            Function<String, MalformedFrameException> malformed,
            Function<String, MalformedFrameException> invalid) {
        this.in = in;
        this.malformed = malformed;
        this.invalid = invalid;
    }

    /** The object at which the parser stands. */
    Map<String, Object> object(String what) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw malformed.apply("'" + what + "' must be an object");
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            Object value = value(what);
            if (value != null && fields.putIfAbsent(name, value) != null) {
                throw malformed.apply("'" + what + "' has a field twice");
            }
        }
        if (in.currentToken() != JsonToken.END_OBJECT) {
            throw malformed.apply("'" + what + "' must be an object");
        }
        return fields;
    }

    /** The list at which the parser stands. */
    List<Object> list(String what) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw malformed.apply("'" + what + "' must be a list");
        }
        List<Object> values = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            Object value = value(what);
            if (value == null) {
                throw malformed.apply("'" + what + "' has a null in a list");
            }
            values.add(value);
        }
        return values;
    }

    private @Nullable Object value(String what) throws IOException {
        if (++count > MOST) {
            throw invalid.apply("a frame may have at most " + MOST + " values in its objects and lists");
        }
        JsonToken token = in.currentToken();
        return switch (token) {
            case START_OBJECT -> object(what);
            case START_ARRAY -> list(what);
            case VALUE_STRING -> in.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT -> whole(what);
            // No field has a fraction; where none is known it does not matter.
            case VALUE_NUMBER_FLOAT -> Double.NaN;
            default -> throw malformed.apply("'" + what + "' must be JSON");
        };
    }

    private long whole(String what) throws IOException {
        boolean large = in.getNumberType() == JsonParser.NumberType.BIG_INTEGER;
        if (large || Math.abs(in.getLongValue()) > MAX_NUMBER) {
            throw invalid.apply("'" + what + "' has a whole number above " + MAX_NUMBER);
        }
        return in.getLongValue();
    }
}
