package dev.rookery.tool.simulation;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.NodeId;

/** A chat at one owner, for as long as its epoch lasts. */
record Tenure(ChatId chat, int shard, NodeId owner, long epoch) {}
