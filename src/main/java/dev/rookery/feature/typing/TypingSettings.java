package dev.rookery.feature.typing;

import dev.rookery.config.Rate;
import dev.rookery.config.Within;

/** Who is told that somebody writes. */
record TypingSettings(@Within(least = "0", most = "1000") int maxMembers, Rate rate) {}
