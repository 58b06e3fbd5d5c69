package dev.rookery.cli;

import dev.rookery.domain.ChatId;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "connect",
        description = {
            "Talks to a node over WebSocket, line by line: prints every frame that comes in, and sends every line of the"
                    + " standard input, as it is if it begins with '{', else as a message to --chat.",
            "Ends with the input (Ctrl-D) or the connection."
        },
        mixinStandardHelpOptions = true)
final class ConnectCommand implements Callable<Integer> {
    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "ws://127.0.0.1:8080",
            description = "The node, ws:// or wss:// (default: ${DEFAULT-VALUE}).")
    private URI url = URI.create("");

    @Option(
            names = "--token",
            required = true,
            paramLabel = "TOKEN",
            defaultValue = "${env:ROOKERY_TOKEN}",
            description = "The accessToken of a sign-in; default is the environment variable ROOKERY_TOKEN, which other"
                    + " users of this machine cannot see.")
    private String token = "";

    @Option(names = "--chat", paramLabel = "CHAT", description = "The chat that plain lines are sent to.")
    private Optional<ChatId> chat = Optional.empty();

    @Option(
            names = "--linger",
            paramLabel = "SECONDS",
            defaultValue = "1",
            description = "How long to go on listening after the end of the input (default: ${DEFAULT-VALUE}).")
    private int linger;

    @Override
    public Integer call() {
        return new LineClient(System.out, System.err, chat).talk(url, token, System.in, Duration.ofSeconds(linger));
    }
}
