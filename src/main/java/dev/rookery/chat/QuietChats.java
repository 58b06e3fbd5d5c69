package dev.rookery.chat;

import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.message.BusEvent.ChatsQuiet;
import dev.rookery.bus.message.BusEvent.QuietChat;
import dev.rookery.cluster.Members;
import dev.rookery.domain.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The chats that fell quiet since the last sweep, on their way: one bus message for each gateway. On one event loop only. */
final class QuietChats {
    /** Of one bus message. */
    private static final int MAX_USERS = 2_000;

    private final BusClient bus;
    private final Members members;
    private final Map<NodeId, List<QuietChat>> byGateway = new HashMap<>();
    private final Map<NodeId, Integer> users = new HashMap<>();

    QuietChats(BusClient bus, Members members) {
        this.bus = bus;
        this.members = members;
    }

    void add(QuietChat chat, Set<NodeId> gateways) {
        for (NodeId gateway : gateways) {
            byGateway.computeIfAbsent(gateway, unseen -> new ArrayList<>()).add(chat);
            int more = chat.users().size();
            if (users.merge(gateway, more, Integer::sum) >= MAX_USERS) {
                tell(gateway);
            }
        }
    }

    void tell() {
        List.copyOf(byGateway.keySet()).forEach(this::tell);
    }

    private void tell(NodeId gateway) {
        users.remove(gateway);
        List<QuietChat> chats = byGateway.remove(gateway);
        if (chats != null && !members.hasVanished(gateway)) {
            bus.tell(BusAddress.gateway(gateway), new ChatsQuiet(chats));
        }
    }
}
