package dev.rookery;

import dev.rookery.cli.RookeryCommand;

/** Hands over to the command line. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(RookeryCommand.run(args));
    }
}
