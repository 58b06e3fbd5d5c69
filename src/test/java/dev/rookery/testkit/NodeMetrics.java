package dev.rookery.testkit;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

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
        double sum = 0;
        for (int i = 0; i < cluster.size(); i++) {
            sum += of(cluster.management(i))
                    .lines()
                    .filter(line -> line.startsWith(name) && line.contains(tag))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
        return sum;
    }

    private static String of(URI node) {
        return TestHttp.send(HttpRequest.newBuilder(node.resolve("/metrics")).build(), BodyHandlers.ofString())
                .body();
    }
}
