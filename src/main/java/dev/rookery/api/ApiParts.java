package dev.rookery.api;

import dev.rookery.api.spi.Operations;
import dev.rookery.auth.TicketOffice;
import dev.rookery.config.RookeryConfig.HttpConfig;
import dev.rookery.edge.ClientAddress;
import dev.rookery.feature.account.AccountOperations;
import dev.rookery.feature.account.Accounts;
import dev.rookery.feature.account.AttemptLimits;
import dev.rookery.feature.account.SignIns;
import dev.rookery.feature.account.SignedInDevices;
import dev.rookery.feature.account.TicketOperations;
import dev.rookery.feature.chats.ChatCounts;
import dev.rookery.feature.chats.ChatCreation;
import dev.rookery.feature.chats.ChatOperations;
import dev.rookery.feature.chats.People;
import dev.rookery.feature.receipts.CursorOperations;
import dev.rookery.feature.receipts.Cursors;
import dev.rookery.limit.ClusterRates;
import dev.rookery.limit.Limits;
import dev.rookery.ownership.OwnerClient;
import dev.rookery.store.AccountStore;
import dev.rookery.store.ChatStore;
import java.util.List;

/** What the operations of the API are carried out with; shared by all event loops. */
public record ApiParts(
        Accounts accounts,
        SignIns signIns,
        SignedInDevices devices,
        AttemptLimits limits,
        TicketOffice tickets,
        AccountStore accountStore,
        ChatStore chatStore,
        OwnerClient owners,
        Cursors cursors,
        int maxMembers,
        Limits nodeLimits,
        ClusterRates rates) {

    List<Operations> operations(HttpConfig config) {
        People people = new People(accountStore, rates);
        return List.of(
                new AccountOperations(accounts, signIns, devices, new ClientAddress(config.trustedProxies())),
                people,
                new ChatCreation(people, owners, maxMembers, rates, new ChatCounts(chatStore, nodeLimits)),
                new ChatOperations(people, chatStore, owners),
                new CursorOperations(cursors, nodeLimits.rates()),
                new TicketOperations(tickets, limits));
    }
}
