package dev.rookery.tool.terminal;

import io.vertx.core.json.JsonObject;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a typed line says: {@code /edit 42 other text}, {@code /delete 42}, {@code /react 42 ok} and {@code /unreact 42 ok} change
 * the message with that seq, everything else is a message.
 */
final class Typed {
    private static final Pattern EDIT = Pattern.compile("/edit (\\d{1,15}) (.+)");
    private static final Pattern DELETE = Pattern.compile("/delete (\\d{1,15})");
    private static final Pattern REACT = Pattern.compile("/(un)?react (\\d{1,15}) (\\S+)");

    private Typed() {}

    static JsonObject content(String line) {
        Matcher edit = EDIT.matcher(line);
        if (edit.matches()) {
            return change("edited", edit.group(1)).put("text", edit.group(2));
        }
        Matcher delete = DELETE.matcher(line);
        if (delete.matches()) {
            return change("deleted", delete.group(1));
        }
        Matcher react = REACT.matcher(line);
        if (react.matches()) {
            return change("reacted", react.group(2))
                    .put("emoji", react.group(3))
                    .put("on", react.group(1) == null);
        }
        return new JsonObject().put("kind", "message").put("text", line);
    }

    private static JsonObject change(String kind, String target) {
        return new JsonObject().put("kind", kind).put("target", Long.parseLong(target));
    }
}
