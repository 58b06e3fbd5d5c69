package dev.rookery.tool.engine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The end of a log file, and what it says about why its process ended. */
record LogTail(List<String> lines) {
    private static final int BYTES = 64 * 1024;
    private static final int MAX_LENGTH = 300;
    private static final Pattern TROUBLE =
            Pattern.compile("\\bERROR\\b|\\bFATAL\\b|^Caused by: |^Exception |^Error:|\"level\":\"ERROR\"");

    /** What people can act on, told before the words of the log. */
    private static final Map<Pattern, String> KNOWN = Map.of(
            Pattern.compile("No space left on device|ENOSPC|is too small to hold|Insufficient disk space"),
            "the disk is full, make room or give another directory with --data",
            Pattern.compile("Address already in use|BindException"),
            "a port it wanted is in use",
            Pattern.compile("OutOfMemoryError"),
            "it ran out of memory",
            Pattern.compile("insufficient memory for the Java Runtime|Cannot allocate memory"),
            "the system has too little memory for it");

    static LogTail of(Path log) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - BYTES);
            file.seek(from);
            byte[] bytes = new byte[(int) (file.length() - from)];
            file.readFully(bytes);
            return new LogTail(new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList());
        } catch (IOException e) {
            return new LogTail(List.of());
        }
    }

    /** One line, empty if the log is. */
    String reason() {
        for (Map.Entry<Pattern, String> known : KNOWN.entrySet()) {
            if (lines.stream().anyMatch(line -> known.getKey().matcher(line).find())) {
                return known.getValue();
            }
        }
        String telling = "";
        for (String line : lines) {
            if (TROUBLE.matcher(line).find()) {
                telling = line;
            }
        }
        if (telling.isEmpty() && !lines.isEmpty()) {
            telling = lines.get(lines.size() - 1);
        }
        return telling.length() > MAX_LENGTH ? telling.substring(0, MAX_LENGTH) + "..." : telling;
    }
}
