package dev.rookery.tool.torture;

import java.util.List;

/**
 * What is unread for a client in a chat.
 *
 * @param user whose client it is
 * @param said up to which seq it said to have read
 * @param told how many the cluster says are unread
 */
record Unread(String user, long said, long told) {
    static final long NEVER_TOLD = -1;

    /** How many there are: a recount of the log. Whoever wrote a message has read up to there. */
    long in(List<Row> log) {
        long read = said;
        for (Row row : log) {
            read = row.sender().equals(user) ? Math.max(read, row.seq()) : read;
        }
        long from = read;
        return log.stream().filter(row -> row.seq() > from).count();
    }
}
