package dev.rookery.tool.torture;

import dev.rookery.tool.torture.Pauses.Pause;
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
 * @param pauses see {@link Pauses}
 * @param notes what else was seen, for people
 */
public record TortureReport(
        TorturePlan plan,
        Tally tally,
        Map<FaultKind, Integer> faults,
        Map<FaultKind, Pause> pauses,
        List<String> notes,
        List<String> violations) {

    /**
     * What was counted.
     *
     * @param putOff how often somebody was told to try again
     * @param restarts nodes that ended and were started again
     * @param lateWrites writes of nodes that arrived when others had taken over and acknowledged the same messages
     */
    public record Tally(
            int chats,
            int sent,
            int acked,
            int repeated,
            int putOff,
            int connected,
            int syncs,
            int restarts,
            int lateWrites) {

        static Tally of(int chats, Counts counts, int restarts, int lateWrites) {
            return new Tally(
                    chats,
                    counts.sent,
                    counts.acked,
                    counts.repeated,
                    counts.putOff,
                    counts.connected,
                    counts.syncs,
                    restarts,
                    lateWrites);
        }
    }

    static Map<FaultKind, Integer> count(List<Fault> faults) {
        Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);
        faults.forEach(fault -> counts.merge(fault.kind(), 1, Integer::sum));
        return counts;
    }

    /** Why the run proves nothing; empty if it does. */
    public List<String> emptiness() {
        List<String> reasons = new ArrayList<>();
        note(reasons, tally.acked == 0, "no message was acknowledged");
        boolean harmless = faults.keySet().stream().allMatch(FaultKind::breaksNothing) && !faults.isEmpty();
        note(reasons, tally.repeated == 0 && !harmless, "no message had to be repeated");
        for (FaultKind kind : plan.faults()) {
            note(reasons, !faults.containsKey(kind), "no " + kind.word() + " was done: give it more --seconds");
        }
        note(
                reasons,
                faults.containsKey(FaultKind.LATE) && tally.lateWrites == 0,
                "no write of a node came late: give it more --clients or --rate");
        note(
                reasons,
                !harmless && faults.keySet().stream().noneMatch(FaultKind::takesChats),
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
        StringBuilder text = new StringBuilder();
        line(
                text,
                "%,d messages in %,d chats, %,d acknowledged, %,d repeated, %,d put off; %,d connections, %,d syncs,"
                        + " %,d node restarts, %,d late writes",
                tally.sent,
                tally.chats,
                tally.acked,
                tally.repeated,
                tally.putOff,
                tally.connected,
                tally.syncs,
                tally.restarts,
                tally.lateWrites);
        faults.forEach((kind, count) -> {
            Pause pause = pauses.getOrDefault(kind, Pause.NONE);
            line(
                    text,
                    "  %-10s %3d times, longest wait for an ack %6.1f s; over 0.5 s in %,d chats, half of them at most"
                            + " %.1f s",
                    kind.word(),
                    count,
                    pause.longest(),
                    pause.chats(),
                    pause.median());
        });
        notes.forEach(words -> line(text, "  %s", words));
        violations.forEach(violation -> line(text, "VIOLATION %s", violation));
        emptiness().forEach(reason -> line(text, "PROVES NOTHING: %s", reason));
        line(text, "%s", isGood() ? "Every promise was kept." : "Again: " + plan.command());
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    public JsonObject json() {
        JsonObject counts = new JsonObject();
        faults.forEach((kind, count) -> counts.put(kind.word(), count));
        JsonObject longest = new JsonObject();
        JsonObject noticed = new JsonObject();
        pauses.forEach((kind, pause) -> {
            longest.put(kind.word(), rounded(pause.longest()));
            noticed.put(
                    kind.word(), new JsonObject().put("chats", pause.chats()).put("median_s", rounded(pause.median())));
        });
        return new JsonObject()
                .put("nodes", plan.nodes())
                .put("seed", plan.seed())
                .put("seconds", plan.duration().toSeconds())
                .put("clients", plan.clients())
                .put("chats", tally.chats)
                .put("sent", tally.sent)
                .put("acked", tally.acked)
                .put("repeated", tally.repeated)
                .put("put_off", tally.putOff)
                .put("connections", tally.connected)
                .put("syncs", tally.syncs)
                .put("node_restarts", tally.restarts)
                .put("late_writes", tally.lateWrites)
                .put("faults", counts)
                .put("longest_ack_wait_s", longest)
                .put("waits_over_half_a_second", noticed)
                .put("notes", new JsonArray(notes))
                .put("violations", new JsonArray(violations))
                .put("proves_nothing", new JsonArray(emptiness()));
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }
}
