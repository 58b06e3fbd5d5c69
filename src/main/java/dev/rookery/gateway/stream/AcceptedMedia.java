package dev.rookery.gateway.stream;

import java.util.List;
import java.util.Locale;

/**
 * Which of the two ways to be told of events a client prefers, by its {@code Accept} (RFC 9110, 12.5.1): the higher weight
 * wins, then the one that is named over the one that a wildcard stands for, then the one that is named first. Who says
 * nothing gets one JSON answer: a client that was not made for streams would wait for the end of one for ever.
 */
final class AcceptedMedia {
    private static final AcceptedMedia REFUSED = new AcceptedMedia(0, 0, 0);

    private final double weight;
    private final int exactness;
    private final int place;

    private AcceptedMedia(double weight, int exactness, int place) {
        this.weight = weight;
        this.exactness = exactness;
        this.place = place;
    }

    /** @param headers all of that name */
    static boolean prefersStream(List<String> headers) {
        String[] ranges = String.join(",", headers).toLowerCase(Locale.ROOT).split(",", -1);
        AcceptedMedia stream = find(ranges, "text/event-stream", "text/*");
        return stream.weight > 0 && stream.goesBefore(find(ranges, "application/json", "application/*"));
    }

    private boolean goesBefore(AcceptedMedia other) {
        if (weight != other.weight) {
            return weight > other.weight;
        }
        return exactness == other.exactness ? place < other.place : exactness > other.exactness;
    }

    /** What the most exact range says of a type. */
    private static AcceptedMedia find(String[] ranges, String type, String family) {
        AcceptedMedia found = REFUSED;
        for (int i = 0; i < ranges.length; i++) {
            String[] parts = ranges[i].split(";", -1);
            String range = parts[0].strip();
            int exactness = range.equals(type) ? 3 : range.equals(family) ? 2 : range.equals("*/*") ? 1 : 0;
            if (exactness > found.exactness) {
                found = new AcceptedMedia(weight(parts), exactness, i);
            }
        }
        return found;
    }

    private static double weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.matches("q=[01](?:\\.[0-9]{0,3})?")) {
                return Double.parseDouble(parameter.substring(2));
            }
        }
        return 1;
    }
}
