package dev.rookery;

import dev.rookery.cli.RookeryCommand;
import java.util.Locale;

/** Hands over to the command line. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // Ours and the libraries' words are for machines too: digits are 0 to 9, whatever the user's language.
        Locale.setDefault(Locale.ROOT);
        System.exit(RookeryCommand.run(args));
    }
}
