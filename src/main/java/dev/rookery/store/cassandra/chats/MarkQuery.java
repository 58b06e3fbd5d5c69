package dev.rookery.store.cassandra.chats;

import dev.rookery.store.cassandra.driver.Access;
import dev.rookery.store.cassandra.driver.Query;

/** Statements of {@link CassandraMarkStore}. The timestamp of a cell is the number that it stands for: the highest wins. */
public enum MarkQuery implements Query {
    CLEAR(Access.WRITE, MarkQuery.OF_CHAT + "cleared = ?" + MarkQuery.MEMBER),
    READ(Access.WRITE, MarkQuery.OF_CHAT + "read = ?, read_messages = ?" + MarkQuery.MEMBER),
    DELIVER(Access.WRITE, MarkQuery.OF_CHAT + "delivered = ?" + MarkQuery.MEMBER),
    TURN(Access.WRITE, MarkQuery.OF_CHAT + "unread_turns = ?" + MarkQuery.MEMBER),
    INBOX_CLEAR(Access.WRITE, MarkQuery.OF_USER + "cleared = ?" + MarkQuery.CHAT),
    INBOX_READ(Access.WRITE, MarkQuery.OF_USER + "read_seq = ?, read_messages = ?" + MarkQuery.CHAT),
    INBOX_DELIVER(Access.WRITE, MarkQuery.OF_USER + "delivered_seq = ?" + MarkQuery.CHAT),
    INBOX_TURN(Access.WRITE, MarkQuery.OF_USER + "unread_turns = ?" + MarkQuery.CHAT),
    MARKS(
            Access.READ,
            "SELECT member, cleared, read, read_messages, delivered, unread_turns FROM ${keyspace}.chat_marks"
                    + " WHERE chat_id = ?");

    private static final String OF_CHAT = "UPDATE ${keyspace}.chat_marks USING TIMESTAMP ? SET ";
    private static final String MEMBER = " WHERE chat_id = ? AND member = ?";
    private static final String OF_USER = "UPDATE ${keyspace}.chats_by_user USING TIMESTAMP ? SET ";
    private static final String CHAT = " WHERE chat_id = ? AND user_id = ?";

    private final Access access;
    private final String cql;

    MarkQuery(Access access, String cql) {
        this.access = access;
        this.cql = cql;
    }

    @Override
    public Access access() {
        return access;
    }

    @Override
    public String cql() {
        return cql;
    }
}
