package dev.rookery.bus.message;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.SessionId;
import dev.rookery.domain.UserId;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message nobody answers. It may be lost with its link; the receiver repairs that from the log. */
public sealed interface BusEvent extends BusMessage {

    /**
     * One encoded frame for all local sessions of some users: chat owner to gateway, one per node whatever the number
     * of members.
     *
     * @param users whose sessions get the frame
     * @param except the session that caused the frame and gets an answer of its own, or null
     * @param frame a complete server frame as UTF-8 JSON
     * @param link the node it came from, null for a delivery that is not numbered
     * @param number of the delivery among those of that node to this gateway, from 1
     */
    record DeliverFrame(
            List<UserId> users, @Nullable SessionId except, Buffer frame, @Nullable NodeId link, long number)
            implements BusEvent {
        public DeliverFrame {
            users = List.copyOf(users);
        }

        public DeliverFrame(List<UserId> users, @Nullable SessionId except, Buffer frame) {
            this(users, except, frame, null, 0);
        }

        public DeliverFrame numbered(NodeId from, long place) {
            return new DeliverFrame(users, except, frame, from, place);
        }
    }

    /**
     * One encoded frame that may be lost, for all local sessions of some users. Not numbered, and dropped first where a
     * socket is slow.
     *
     * @param except a session that is left out, or null
     * @param frame a complete server frame as UTF-8 JSON
     */
    record OfferFrame(List<UserId> users, @Nullable SessionId except, Buffer frame) implements BusEvent {
        public OfferFrame {
            users = List.copyOf(users);
        }
    }

    /**
     * Chats that fell quiet, to a gateway where members of them are. Not numbered: what is lost of it the next message of
     * the chat makes good.
     */
    record ChatsQuiet(List<QuietChat> chats) implements BusEvent {
        public ChatsQuiet {
            chats = List.copyOf(chats);
        }
    }

    /**
     * @param users whose sessions are told
     * @param except the session that knows from its ack, or null
     * @param committed everything up to this seq is durable and final
     */
    record QuietChat(ChatId chat, long committed, long epoch, List<UserId> users, @Nullable SessionId except) {
        public QuietChat {
            users = List.copyOf(users);
        }
    }

    /** The number of the last delivery of a chat node to this gateway: said for a few seconds after each. */
    record LinkHead(NodeId owner, long number) implements BusEvent {}

    /** A gateway asks a chat node for deliveries that did not come; some within the range may have. */
    record DeliveriesMissed(NodeId gateway, long first, long last) implements BusEvent {}

    /** Of these deliveries nothing more will come than was sent before this. */
    record DeliveriesGone(NodeId owner, long first, long last) implements BusEvent {}

    /**
     * How a gateway stands in the session directory: about once a second to every chat node, and at once after a change.
     * Not by way of the directory, which may be what is wrong.
     *
     * @param settled whether all of its users stand there, as far as it knows
     * @param term grows whenever deliveries to it may have been missed
     * @param mark what it left in the directory; a lower one there is an older state
     * @param sinceMs how long ago the deliveries that this term is about may have begun to be missed
     * @param missed whose deliveries; all if empty
     */
    record DirectoryStanding(NodeId gateway, boolean settled, long term, long mark, long sinceMs, List<UserId> missed)
            implements BusEvent {
        public DirectoryStanding {
            missed = List.copyOf(missed);
        }
    }

    /**
     * A device goes on over another connection: the gateway that still has the earlier session ends it.
     *
     * @param earlier the session that is over
     */
    record SessionResumed(UserId user, DeviceId device, SessionId earlier) implements BusEvent {}

    /**
     * Devices of a user were signed out: every API and gateway node forgets them and closes their sockets.
     *
     * @param devices which ones; never empty
     */
    record DevicesSignedOut(UserId user, List<DeviceId> devices) implements BusEvent {
        public DevicesSignedOut {
            devices = List.copyOf(devices);
        }
    }

    /** Shards got another owner, or none: to every node, which would find out by itself a moment later. */
    record ShardsMoved(List<ShardState> shards) implements BusEvent {
        public ShardsMoved {
            shards = List.copyOf(shards);
        }
    }

    /**
     * A row of the table of owners.
     *
     * @param owner null once the owner let go
     * @param casId which state of the row this is
     */
    record ShardState(int shard, long epoch, @Nullable NodeId owner, UUID casId) {}
}
