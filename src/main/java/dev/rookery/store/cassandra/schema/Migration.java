package dev.rookery.store.cassandra.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One numbered file of CQL. Files are applied in order, once, and never change after a release. Each statement must be
 * safe to repeat (IF NOT EXISTS), since a crash may come between a statement and its record.
 *
 * @param version from the file name: {@code V003__chat_log.cql} is 3
 * @param checksum SHA-256 of the file, in hex
 * @param statements without comments, with {@code ${keyspace}} for the keyspace
 */
public record Migration(int version, String file, String checksum, List<String> statements) {
    private static final String FOLDER = "/schema/";

    /** Every file in {@code resources/schema}, by version. */
    private static final List<String> FILES = List.of(
            "V001__accounts.cql",
            "V002__chats.cql",
            "V003__chat_log.cql",
            "V004__ownership.cql",
            "V005__groups.cql",
            "V006__cursors.cql",
            "V007__lifelines.cql",
            "V008__known_addresses.cql",
            "V009__state.cql",
            "V010__last_seen.cql",
            "V011__inbox.cql",
            "V012__inbox_messages.cql",
            "V013__marks.cql");

    public Migration {
        statements = List.copyOf(statements);
    }

    public static List<Migration> all() {
        return FILES.stream().map(file -> parse(file, read(file))).toList();
    }

    static Migration parse(String file, String text) {
        String withoutComments = text.lines()
                .filter(line -> !line.stripLeading().startsWith("--"))
                .collect(Collectors.joining("\n"));
        List<String> statements = Arrays.stream(withoutComments.split(";\\s*(\n|$)"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
        return new Migration(Integer.parseInt(file.substring(1, 4)), file, checksum(text), statements);
    }

    private static String read(String file) {
        try (InputStream in = Migration.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException(FOLDER + file + " is missing from the classpath");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String checksum(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
