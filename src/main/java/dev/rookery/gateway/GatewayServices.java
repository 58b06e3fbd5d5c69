package dev.rookery.gateway;

import dev.rookery.auth.Authenticator;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.Members;
import dev.rookery.cursor.Cursors;
import dev.rookery.limit.Limits;
import dev.rookery.ownership.OwnerClient;
import dev.rookery.store.ChatStore;
import dev.rookery.store.DeviceStore;
import dev.rookery.store.SessionDirectory;

/** The parts of a node that its gateway works with. */
public record GatewayServices(
        Members members,
        Authenticator authenticator,
        DeviceStore devices,
        ChatStore chats,
        Cursors cursors,
        SessionDirectory directory,
        BusClient bus,
        OwnerClient owners,
        Limits limits) {}
