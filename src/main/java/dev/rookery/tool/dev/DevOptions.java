package dev.rookery.tool.dev;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code rookery dev} was asked for.
 *
 * @param nodes how many, at least 1
 * @param host the address they listen on for clients and for their management port
 * @param port of the first node for HTTP and WebSocket; the next nodes count up
 * @param managementPort of the first node; the next nodes count up
 * @param config settings of every node, under what the supervisor decides
 * @param environment of this process; its variables reach every node
 */
public record DevOptions(
        int nodes,
        String host,
        int port,
        int managementPort,
        Path data,
        Optional<Path> config,
        String cassandraHeap,
        String nodeHeap,
        Map<String, String> environment) {}
