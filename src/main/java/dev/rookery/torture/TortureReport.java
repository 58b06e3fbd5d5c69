package dev.rookery.torture;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run did and found.
 *
 * @param pauses seconds, see {@link Pauses}
 * @param restarts nodes that ended and were started again
 */
public record TortureReport(
        TorturePlan plan,
        int chats,
        int sent,
        int acked,
        int repeated,
        int connected,
        int syncs,
        int restarts,
        Map<FaultKind, Integer> faults,
        Map<FaultKind, Double> pauses,
        List<String> violations) {

    static Map<FaultKind, Integer> count(List<Fault> faults) {
        Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);
        faults.forEach(fault -> counts.merge(fault.kind(), 1, Integer::sum));
        return counts;
    }

    /** Why the run proves nothing; empty if it does. */
    public List<String> emptiness() {
        List<String> reasons = new ArrayList<>();
        note(reasons, acked == 0, "no message was acknowledged");
        note(reasons, repeated == 0, "no message had to be repeated");
        for (FaultKind kind : plan.faults()) {
            note(reasons, !faults.containsKey(kind), "no " + kind.word() + " was done: give it more --seconds");
        }
        note(
                reasons,
                faults.keySet().stream().noneMatch(FaultKind::takesChats),
                "no node had to take over the chats of another: add kill, pause or drain to --faults");
        return reasons;
    }

    private static void note(List<String> reasons, boolean found, String words) {
        if (found) {
            reasons.add(words);
        }
    }

    public boolean isGood() {
        return violations.isEmpty() && emptiness().isEmpty();
    }

    /** For people. */
    public String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d messages in %,d chats, %,d acknowledged, %,d repeated; %,d connections, %,d syncs, %,d node restarts%n",
                sent,
                chats,
                acked,
                repeated,
                connected,
                syncs,
                restarts));
        faults.forEach((kind, count) -> text.append(String.format(
                Locale.ROOT,
                "  %-10s %3d times, longest wait for an ack %6.1f s%n",
                kind.word(),
                count,
                pauses.getOrDefault(kind, 0.0))));
        violations.forEach(
                violation -> text.append("VIOLATION ").append(violation).append('\n'));
        emptiness()
                .forEach(
                        reason -> text.append("PROVES NOTHING: ").append(reason).append('\n'));
        text.append(
                isGood()
                        ? "Every promise was kept.\n"
                        : "Again: ./rookery torture --nodes %d --seconds %d --seed %d --faults %s --clients %d%n"
                                .formatted(
                                        plan.nodes(),
                                        plan.duration().toSeconds(),
                                        plan.seed(),
                                        String.join(
                                                ",",
                                                plan.faults().stream()
                                                        .map(FaultKind::word)
                                                        .toList()),
                                        plan.clients()));
        return text.toString();
    }

    public JsonObject json() {
        JsonObject counts = new JsonObject();
        faults.forEach((kind, count) -> counts.put(kind.word(), count));
        JsonObject waits = new JsonObject();
        pauses.forEach((kind, seconds) -> waits.put(kind.word(), Math.round(seconds * 1000) / 1000.0));
        return new JsonObject()
                .put("nodes", plan.nodes())
                .put("seed", plan.seed())
                .put("seconds", plan.duration().toSeconds())
                .put("clients", plan.clients())
                .put("chats", chats)
                .put("sent", sent)
                .put("acked", acked)
                .put("repeated", repeated)
                .put("connections", connected)
                .put("syncs", syncs)
                .put("node_restarts", restarts)
                .put("faults", counts)
                .put("longest_ack_wait_s", waits)
                .put("violations", new JsonArray(violations))
                .put("proves_nothing", new JsonArray(emptiness()));
    }
}
