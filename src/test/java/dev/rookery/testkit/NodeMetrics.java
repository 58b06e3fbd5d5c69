package dev.rookery.testkit;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the nodes of a cluster have counted, as operators read it. */
public final class NodeMetrics {
    private NodeMetrics() {}

    /**
     * The sum over all nodes.
     *
     * @param name as Prometheus names it
     * @param tag such as {@code operation="read"}, empty for any
     */
    public static double sum(TestCluster cluster, String name, String tag) {
        return lines(cluster)
                .filter(line -> line.startsWith(name) && line.contains(tag))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Every line of every node. */
    public static Stream<String> lines(TestCluster cluster) {
        return IntStream.range(0, cluster.size()).boxed().flatMap(node -> of(cluster.management(node))
                .lines());
    }

    private static String of(URI node) {
        return TestHttp.send(HttpRequest.newBuilder(node.resolve("/metrics")).build(), BodyHandlers.ofString())
                .body();
    }
}
