package dev.rookery.wire;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import java.util.Map;
import java.util.function.Function;

/** The fields of a {@code content}, each with its JSON type. What is wrong is told by the path of the field. */
final class ContentFields {
    private static final String PATH = "content.";

    private final Map<String, ?> fields;

    ContentFields(Map<String, ?> fields) {
        this.fields = fields;
    }

    String text(String name) {
        if (require(name) instanceof String text) {
            return text;
        }
        throw invalid(name, "must be a string");
    }

    /** @param parse throws {@link RookeryException} or {@link IllegalArgumentException} */
    <T> T parse(String name, Function<String, T> parse) {
        String text = text(name);
        try {
            return parse.apply(text);
        } catch (RookeryException e) {
            throw e.code() == ErrorCode.INVALID_REQUEST ? RookeryException.invalid(PATH + name, e.detail()) : e;
        } catch (IllegalArgumentException e) {
            throw invalid(name, "has a wrong value");
        }
    }

    /** A seq: a whole number from 1. */
    long seq(String name) {
        Object value = require(name);
        if ((value instanceof Long || value instanceof Integer) && ((Number) value).longValue() >= 1) {
            return ((Number) value).longValue();
        }
        throw invalid(name, "must be a whole number from 1");
    }

    boolean flag(String name) {
        if (require(name) instanceof Boolean flag) {
            return flag;
        }
        throw invalid(name, "must be true or false");
    }

    private Object require(String name) {
        Object value = fields.get(name);
        if (value == null) {
            throw invalid(name, "is missing");
        }
        return value;
    }

    private static RookeryException invalid(String name, String rule) {
        return RookeryException.invalid(PATH + name, "'" + PATH + name + "' " + rule);
    }
}
