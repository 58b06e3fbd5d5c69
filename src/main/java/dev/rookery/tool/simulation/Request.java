package dev.rookery.tool.simulation;

import dev.rookery.chat.sequencer.Send;
import dev.rookery.domain.ChatId;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks.
 *
 * @param send null to synchronise
 * @param after what it has, when it synchronises
 */
record Request(ChatId chat, @Nullable Send send, long after, Consumer<Answer> answer) {}
