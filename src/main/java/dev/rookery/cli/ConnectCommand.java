package dev.rookery.cli;

import dev.rookery.domain.ChatId;
import dev.rookery.tool.terminal.LineClient;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "connect",
        description = {
            "Talks to a node over WebSocket, line by line: prints every frame that comes in, and sends every line of the"
                    + " standard input, as it is if it begins with '{', else as a message to --chat.",
            "Lines such as '/edit 42 other text', '/delete 42', '/react 42 EMOJI' and '/unreact 42 EMOJI' change the message"
                    + " with that seq.",
            "Begins with what this device missed. A connection that breaks is replaced: every message of a chat is printed"
                    + " once and in order over that, and what was typed is repeated until it is answered.",
            "Ends with the input (Ctrl-D), or when the device is signed out or its token has expired."
        },
        mixinStandardHelpOptions = true)
final class ConnectCommand implements Callable<Integer> {
    @Option(
            names = "--url",
            paramLabel = "URL",
            split = ",",
            defaultValue = "ws://127.0.0.1:8080",
            description = "The node, ws:// or wss:// (default: ${DEFAULT-VALUE}); several with commas between them are"
                    + " taken in turn.")
    private List<URI> urls = List.of();

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
        return new LineClient(System.out, System.err, chat).talk(urls, token, System.in, Duration.ofSeconds(linger));
    }
}
