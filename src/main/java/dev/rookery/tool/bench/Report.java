package dev.rookery.tool.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Results as a table for people and as one JSON object. */
public final class Report {
    private final List<Result> results;

    public Report(List<Result> results) {
        this.results = List.copyOf(results);
    }

    /** One block per shape: a line of columns over a line of values. */
    public String table() {
        StringBuilder text = new StringBuilder();
        for (Result result : results) {
            StringBuilder heads = new StringBuilder();
            StringBuilder values = new StringBuilder();
            for (Map.Entry<String, String> cell : result.row().entrySet()) {
                int width = Math.max(cell.getKey().length(), cell.getValue().length()) + 2;
                heads.append(" ".repeat(width - cell.getKey().length())).append(cell.getKey());
                values.append(" ".repeat(width - cell.getValue().length())).append(cell.getValue());
            }
            text.append(result.shape())
                    .append('\n')
                    .append(heads)
                    .append('\n')
                    .append(values)
                    .append('\n');
            result.problems()
                    .forEach(
                            problem -> text.append("  FAILED: ").append(problem).append('\n'));
        }
        return text.toString();
    }

    /** Why the run is a failure; empty if it is none. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        results.forEach(result -> result.problems().forEach(problem -> problems.add(result.shape() + ": " + problem)));
        if (results.isEmpty()) {
            problems.add("nothing was measured");
        }
        return problems;
    }

    /** @param about the run, for example its date and machine */
    public JsonObject json(JsonObject about) {
        JsonArray shapes = new JsonArray();
        for (Result result : results) {
            shapes.add(new JsonObject()
                    .put("workload", result.shape())
                    .mergeIn(result.json())
                    .put("problems", new JsonArray(result.problems())));
        }
        return about.copy().put("label", "rookery").put("results", shapes);
    }
}
