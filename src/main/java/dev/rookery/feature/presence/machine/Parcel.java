package dev.rookery.feature.presence.machine;

import dev.rookery.domain.NodeId;

/** Something to be sent. Its sender is told whether it arrived. */
public record Parcel<T>(NodeId to, T content) {}
