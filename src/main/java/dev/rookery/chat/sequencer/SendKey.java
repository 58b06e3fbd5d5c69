package dev.rookery.chat.sequencer;

import dev.rookery.domain.ClientId;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.UserId;

/** What makes a send the same send, however often it is repeated. Unique within a chat. */
public record SendKey(UserId sender, DeviceId device, ClientId clientId) {
    public static SendKey of(Entry entry) {
        return new SendKey(entry.author(), entry.device(), entry.clientId());
    }
}
