package dev.rookery.tool.torture;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises messages of guests in what a node writes to Cassandra: the text stands in the row as it is. Pure. */
final class HeldWrites {
    private static final String BEGINNING = "text of ";
    private static final Pattern TEXT = Pattern.compile(BEGINNING + "([a-z0-9-]+)");

    private HeldWrites() {}

    /** What a guest sends under that clientId. */
    static String text(String clientId) {
        return BEGINNING + clientId;
    }

    /** The clientIds of the messages in those bytes. */
    static Set<String> in(Buffer bytes) {
        // A character a byte: the rest of the bytes means nothing here.
        Matcher found = TEXT.matcher(bytes.toString(StandardCharsets.ISO_8859_1));
        Set<String> clientIds = new LinkedHashSet<>();
        while (found.find()) {
            clientIds.add(found.group(1));
        }
        return clientIds;
    }
}
