package dev.rookery.bus.message;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The table of what may travel on the bus. Wire numbers are never reused. */
public enum BusMessageKind {
    SEND_MESSAGE(1, ChatRequest.SendMessage.class),
    OPEN_DIRECT_CHAT(2, ChatRequest.OpenDirectChat.class),
    READ_HISTORY(3, ChatRequest.ReadHistory.class),
    DESCRIBE_CHATS(4, ChatRequest.DescribeChats.class),
    OPEN_GROUP_CHAT(10, ChatRequest.OpenGroupChat.class),
    CLEAR_HISTORY(11, ChatRequest.ClearHistory.class),
    TELL_MEMBERS(12, ChatRequest.TellMembers.class),
    STANDINGS(13, ChatRequest.Standings.class),
    STAND(32, ChatReply.Stand.class),
    MEMBERS_TOLD(31, ChatReply.MembersTold.class),
    CATCH_UP(15, ChatRequest.CatchUp.class),
    MARK_READ(16, ChatRequest.MarkRead.class),
    MARK_UNREAD(17, ChatRequest.MarkUnread.class),
    MARK_DELIVERED(18, ChatRequest.MarkDelivered.class),
    READ_RECEIPTS(19, ChatRequest.ReadReceipts.class),
    COUNT_UNREAD(5, ChatRequest.CountUnread.class),
    MESSAGE_STORED(20, ChatReply.MessageStored.class),
    CHAT_OPENED(21, ChatReply.ChatOpened.class),
    HISTORY_PAGE(22, ChatReply.HistoryPage.class),
    CHAT_SUMMARIES(23, ChatReply.ChatSummaries.class),
    HISTORY_CLEARED(30, ChatReply.HistoryCleared.class),
    CAUGHT_UP(35, ChatReply.CaughtUp.class),
    MARKED(24, ChatReply.Marked.class),
    DELIVERED(25, ChatReply.Delivered.class),
    WHO_HAS(26, ChatReply.WhoHas.class),
    UNREAD_COUNTS(27, ChatReply.UnreadCounts.class),
    APPEND_ENTRIES(40, PersistenceRequest.AppendEntries.class),
    READ_ENTRIES(41, PersistenceRequest.ReadEntries.class),
    LOAD_CHAT(42, PersistenceRequest.LoadChat.class),
    CREATE_CHAT(43, PersistenceRequest.CreateChat.class),
    FIND_DAY(44, PersistenceRequest.FindDay.class),
    RAISE_MARKS(47, PersistenceRequest.RaiseMarks.class),
    APPLY_CHANGES(46, PersistenceRequest.ApplyChanges.class),
    RAISE_HEADS(100, PersistenceRequest.RaiseHeads.class),
    OPEN_HOT_LIST(101, PersistenceRequest.OpenHotList.class),
    ADD_HOT_CHATS(102, PersistenceRequest.AddHotChats.class),
    DROP_HOT_LIST(103, PersistenceRequest.DropHotList.class),
    READ_HOT_LISTS(104, PersistenceRequest.ReadHotLists.class),
    READ_HOT_LIST(105, PersistenceRequest.ReadHotList.class),
    HOT_LISTS_FOUND(106, PersistenceReply.HotListsFound.class),
    HOT_CHATS_FOUND(107, PersistenceReply.HotChatsFound.class),
    DONE(50, PersistenceReply.Done.class),
    ENTRIES(51, PersistenceReply.Entries.class),
    LOADED_CHAT(52, PersistenceReply.LoadedChat.class),
    CREATED(53, PersistenceReply.Created.class),
    REDEEM_TICKET(60, ApiRequest.RedeemTicket.class),
    TICKET_HOLDER(61, ApiRequest.TicketHolder.class),
    DAY_FOUND(54, PersistenceReply.DayFound.class),
    DELIVER_FRAME(70, BusEvent.DeliverFrame.class),
    SESSION_RESUMED(75, BusEvent.SessionResumed.class),
    DEVICES_SIGNED_OUT(71, BusEvent.DevicesSignedOut.class),
    LINK_HEAD(72, BusEvent.LinkHead.class),
    DELIVERIES_MISSED(73, BusEvent.DeliveriesMissed.class),
    DELIVERIES_GONE(74, BusEvent.DeliveriesGone.class),
    CHATS_QUIET(78, BusEvent.ChatsQuiet.class),
    CONTINUE_POLL(76, GatewayRequest.ContinuePoll.class),
    POLL_ANSWER(77, GatewayRequest.PollAnswer.class),
    DIRECTORY_STANDING(79, BusEvent.DirectoryStanding.class),
    PING(80, OwnershipRequest.Ping.class),
    PONG(81, OwnershipRequest.Pong.class),
    SHARDS_MOVED(82, BusEvent.ShardsMoved.class),
    OFFER_FRAME(90, BusEvent.OfferFrame.class),
    TELL_PRESENCE(91, PresenceRequest.TellPresence.class),
    PRESENCE_TOLD(92, PresenceRequest.PresenceTold.class),
    SHOW_PRESENCE(93, PresenceRequest.ShowPresence.class),
    PRESENCE_SHOWN(94, PresenceRequest.PresenceShown.class);

    private static final Map<Class<?>, BusMessageKind> BY_TYPE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(BusMessageKind::type, Function.identity()));
    private static final Map<Integer, BusMessageKind> BY_NUMBER = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(BusMessageKind::wireNumber, Function.identity()));

    private final int wireNumber;
    private final Class<? extends BusMessage> type;

    BusMessageKind(int wireNumber, Class<? extends BusMessage> type) {
        this.wireNumber = wireNumber;
        this.type = type;
    }

    public int wireNumber() {
        return wireNumber;
    }

    public Class<? extends BusMessage> type() {
        return type;
    }

    public static BusMessageKind of(BusMessage message) {
        BusMessageKind kind = BY_TYPE.get(message.getClass());
        if (kind == null) {
            throw new IllegalStateException(message.getClass() + " has no wire number");
        }
        return kind;
    }

    public static BusMessageKind ofWireNumber(int number) {
        BusMessageKind kind = BY_NUMBER.get(number);
        if (kind == null) {
            throw new IllegalStateException("event bus message of unknown kind " + number);
        }
        return kind;
    }
}
