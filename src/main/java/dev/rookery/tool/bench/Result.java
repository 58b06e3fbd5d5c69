package dev.rookery.tool.bench;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a shape found.
 *
 * @param row for people: value by column, both as they are printed
 * @param json for programs
 * @param problems why the run is a failure; empty if it is none
 */
public record Result(String shape, Map<String, String> row, JsonObject json, List<String> problems) {
    public Result {
        row = new LinkedHashMap<>(row);
        problems = List.copyOf(problems);
    }
}
